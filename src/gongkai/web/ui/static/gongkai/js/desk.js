// The desk: keys, lists, columns, drafts that save themselves, htmx. Floor: Chromium 86.
(function () {
  "use strict";
  const { toast, each, watchScroll } = window.gongkai;
  const store = {
    get(name) { try { return window.localStorage.getItem("gk." + name); } catch (error) { return null; } },
    set(name, value) { try { window.localStorage.setItem("gk." + name, value); } catch (error) { /* a private window keeps nothing */ } },
  };

  // --- keys
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable=true]");
  const keysOn = () => store.get("keys") !== "off";

  function openHelp() {
    const box = document.getElementById("help");
    if (box && box.showModal && !box.open) { box.showModal(); }
  }

  const rows = () => Array.from(document.querySelectorAll("[data-list] > tr, [data-list] > li")).filter((row) => row.offsetParent);

  function step(by) {
    const all = rows();
    if (!all.length) { return; }
    const now = all.findIndex((row) => row.getAttribute("aria-selected") === "true" || row === document.activeElement);
    const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + by))];
    all.forEach((row) => row.removeAttribute("aria-selected"));
    if (next.tagName === "TR") { next.setAttribute("aria-selected", "true"); }
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function openRow() {
    const row = rows().find((one) => one === document.activeElement);
    const link = row && row.querySelector("a[href]");
    if (link) { link.click(); return true; }
    return false;
  }

  function pressed(key) {
    const target = Array.from(document.querySelectorAll("[data-key]")).find((one) => one.dataset.key === key && one.offsetParent);
    if (target) { target.focus(); target.click(); }
    return Boolean(target);
  }

  function singleKey(event) {
    if (event.key === "?") { openHelp(); return true; }
    if (event.key === "/") {
      const box = document.querySelector("[data-search]");
      if (box) { box.focus(); box.select(); }
      return Boolean(box);
    }
    if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); return true; }
    if (event.key === "Enter") { return openRow(); }
    return pressed(event.key);
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if ((event.ctrlKey || event.metaKey) && (event.key === "s" || event.key === "Enter")) {
      const form = target.closest("form") || document.querySelector("main form[data-guard], main form[data-autosave]");
      if (!form) { return; }
      event.preventDefault();
      const button = form.querySelector(event.key === "s" ? "[data-save]" : "[data-submit]") || form.querySelector("button.primary");
      if (button) { button.click(); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(target) || !keysOn() || document.querySelector("dialog[open]")) { return; }
    if (event.key === "Enter" && target.closest("a,button,summary")) { return; }
    if (singleKey(event)) { event.preventDefault(); }
  });

  each("[data-help]", (button) => {
    button.hidden = false;
    if (button.tagName === "BUTTON") { button.addEventListener("click", openHelp); }
  });
  const keysBox = document.getElementById("keys-on");
  if (keysBox) {
    keysBox.checked = keysOn();
    keysBox.addEventListener("change", () => store.set("keys", keysBox.checked ? "on" : "off"));
  }

  // --- the menu folds on a phone
  each("[data-fold]", (button) => {
    const target = document.getElementById(button.dataset.fold);
    const fold = (folded) => {
      target.classList.toggle("is-folded", folded);
      button.setAttribute("aria-expanded", String(!folded));
    };
    button.hidden = false;
    fold(true);
    button.addEventListener("click", () => fold(!target.classList.contains("is-folded")));
  });

  // --- columns that may be left out, remembered under the name of the table
  function showColumns(table, hidden) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, place) => {
      const off = hidden.includes(head.dataset.key);
      each("tr", (row) => { if (row.cells[place] && row.cells[place].colSpan === 1) { row.cells[place].hidden = off; } }, table);
    });
    watchScroll();
  }

  function columnChooser(table) {
    const heads = Array.from(table.tHead.rows[0].cells).filter((head) => head.dataset.key);
    const home = document.querySelector('[data-columns-for="' + table.dataset.columns + '"]');
    if (!heads.length || !home || home.querySelector("details.chooser")) { return; }
    const name = "columns." + table.dataset.columns;
    let hidden = (store.get(name) || "").split(",").filter(Boolean);
    const details = document.createElement("details");
    details.className = "chooser";
    const summary = document.createElement("summary");
    summary.textContent = document.documentElement.lang === "en" ? "Columns" : "选列";
    const box = document.createElement("div");
    heads.forEach((head) => {
      const label = document.createElement("label");
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.checked = !hidden.includes(head.dataset.key);
      tick.addEventListener("change", () => {
        hidden = hidden.filter((key) => key !== head.dataset.key).concat(tick.checked ? [] : [head.dataset.key]);
        store.set(name, hidden.join(","));
        showColumns(table, hidden);
      });
      label.append(tick, head.textContent.replace(/（.*）/, "").trim());
      box.append(label);
    });
    details.append(summary, box);
    home.append(details);
    showColumns(table, hidden);
  }
  each("table[data-columns]", columnChooser);

  // --- drafts: saved every ten seconds and on leaving a field; a warning before unsaved work is left
  const dirty = new WeakSet();
  const sending = new WeakSet();
  const state = (form) => new URLSearchParams(new FormData(form)).toString();

  async function save(form) {
    if (!dirty.has(form) || sending.has(form) || form.hasAttribute("data-sent")) { return; }
    const before = state(form);
    sending.add(form);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
      if (!answer.ok) { throw new Error(String(answer.status)); }
      if (state(form) === before) { dirty.delete(form); }
      const note = form.querySelector("[data-saved]");
      if (note) { note.textContent = note.dataset.saved.replace("{time}", new Date().toTimeString().slice(0, 5)); }
    } catch (error) {
      const note = form.querySelector("[data-saved]");
      if (note && note.dataset.failed) { note.textContent = note.dataset.failed; }
    } finally { sending.delete(form); }
  }

  each("form[data-autosave], form[data-guard]", (form) => {
    form.addEventListener("input", () => dirty.add(form));
    form.addEventListener("submit", () => dirty.delete(form));
    if (form.dataset.autosave) {
      form.addEventListener("focusout", (event) => {
        // A button of the form is about to send all of it.
        const next = event.relatedTarget instanceof Element && event.relatedTarget.closest("button,[type=submit]");
        if (!next || next.form !== form || next.type === "button") { save(form); }
      });
      setInterval(save, 10000, form);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    const unsaved = Array.from(document.querySelectorAll("form[data-guard]")).some((form) => dirty.has(form));
    if (unsaved) { event.preventDefault(); event.returnValue = ""; }
  });

  // --- htmx
  document.addEventListener("htmx:beforeRequest", () => document.documentElement.classList.add("is-busy"));
  document.addEventListener("htmx:afterRequest", () => document.documentElement.classList.remove("is-busy"));
  document.addEventListener("htmx:afterSettle", () => { each("table[data-columns]", columnChooser); watchScroll(); });
  document.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value, event.detail.kind));
  document.addEventListener("htmx:responseError", (event) => {
    const english = document.documentElement.lang === "en";
    const status = event.detail.xhr.status;
    toast(english ? "Not done (" + status + "). Please try again." : "没有办成（" + status + "），请重试。", "danger");
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) { return; }
    event.preventDefault();
    window.gongkai.ask(event.detail.question, () => event.detail.issueRequest(true));
  });
})();
