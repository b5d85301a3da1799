// The text of a page: a field of plain text becomes a surface with headings, lists, tables and pictures. What is pasted is cleaned by
// the server. Without this file the field stays a field. Floor: Chromium 86.
(function () {
  "use strict";

  const run = (name, value) => document.execCommand(name, false, value === undefined ? null : value);
  const escapeText = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const fromLines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => "<p>" + escapeText(line) + "</p>").join("");

  function start(box) {
    const field = document.getElementById(box.dataset.richFor);
    if (!field) { return; }
    const form = field.form;
    const kind = form.elements.body_form;
    const surface = box.querySelector("[data-surface]");
    const bar = box.querySelector("[role=toolbar]");
    const note = box.querySelector("[data-told]");
    const token = () => form.elements.csrfmiddlewaretoken.value;
    let range = null;

    surface.innerHTML = (kind.value === "html" ? field.value : fromLines(field.value)) || "<p><br></p>";
    surface.contentEditable = "true";
    run("defaultParagraphSeparator", "p");
    run("styleWithCSS", false);
    const hint = document.getElementById(field.id + "_helptext");
    if (hint) { hint.hidden = true; }
    kind.value = "html";
    field.hidden = true;
    field.tabIndex = -1;
    box.hidden = false;
    const label = form.querySelector('label[for="' + field.id + '"]');
    if (label) {
      label.id = label.id || field.id + "_label";
      surface.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => surface.focus());
    }
    sync();

    function sync() {
      const before = field.value;
      field.value = surface.innerHTML;
      if (before !== field.value) { field.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    surface.addEventListener("input", sync);
    form.addEventListener("submit", sync);

    function tell(words) { note.textContent = words; note.hidden = !words; }

    // --- where the person is
    const inside = () => {
      const chosen = window.getSelection();
      return chosen.rangeCount > 0 && surface.contains(chosen.getRangeAt(0).commonAncestorContainer);
    };
    document.addEventListener("selectionchange", () => {
      if (inside()) { range = window.getSelection().getRangeAt(0).cloneRange(); showState(); }
    });
    function back() {
      surface.focus();
      if (range) {
        const chosen = window.getSelection();
        chosen.removeAllRanges();
        chosen.addRange(range);
      }
    }
    function around(name) {
      let node = range ? range.startContainer : null;
      while (node && node !== surface) {
        if (node.nodeType === 1 && name.includes(node.tagName)) { return node; }
        node = node.parentNode;
      }
      return null;
    }
    function showState() {
      bar.querySelectorAll("[data-do]").forEach((button) => {
        const what = button.dataset.do;
        if (["bold", "italic", "underline", "insertUnorderedList", "insertOrderedList"].includes(what)) {
          button.setAttribute("aria-pressed", String(document.queryCommandState(what)));
        }
        if (button.dataset.block) { button.setAttribute("aria-pressed", String(Boolean(around([button.dataset.block.toUpperCase()])))); }
        if (button.hasAttribute("data-in-table")) { button.disabled = !around(["TD", "TH"]); }
      });
    }

    // --- tables
    const table = () => around(["TABLE"]);
    const cell = () => around(["TD", "TH"]);
    function newCell(like) {
      const made = document.createElement(like && like.tagName === "TH" && like.scope === "col" ? "th" : "td");
      if (made.tagName === "TH") { made.scope = "col"; }
      made.innerHTML = "<br>";
      return made;
    }
    const tables = {
      row() {
        const row = cell().parentNode;
        const made = document.createElement("tr");
        Array.from(row.cells).forEach((one) => {
          for (let n = 0; n < one.colSpan; n += 1) { const fresh = document.createElement("td"); fresh.innerHTML = "<br>"; made.append(fresh); }
        });
        row.after(made);
      },
      column() {
        const place = cell().cellIndex;
        Array.from(table().rows).forEach((row) => { const at = row.cells[Math.min(place, row.cells.length - 1)]; if (at) { at.after(newCell(at)); } });
      },
      dropRow() { const owner = table(); cell().parentNode.remove(); if (!owner.rows.length) { owner.remove(); } },
      dropColumn() {
        const owner = table();
        const place = cell().cellIndex;
        Array.from(owner.rows).forEach((row) => {
          const at = row.cells[place];
          if (at && at.colSpan > 1) { at.colSpan -= 1; } else if (at) { at.remove(); }
          if (!row.cells.length) { row.remove(); }
        });
        if (!owner.rows.length) { owner.remove(); }
      },
      join() {
        const here = cell();
        const next = here.nextElementSibling;
        if (!next) { return; }
        if (next.textContent.trim()) { here.innerHTML += (here.textContent.trim() ? "<br>" : "") + next.innerHTML; }
        here.colSpan += next.colSpan;
        next.remove();
      },
      joinDown() {
        const here = cell();
        const row = here.parentNode;
        const below = row.parentNode.rows ? table().rows[row.rowIndex + here.rowSpan] : null;
        const under = below && below.cells[here.cellIndex];
        if (!under || under.colSpan !== here.colSpan) { return; }
        if (under.textContent.trim()) { here.innerHTML += (here.textContent.trim() ? "<br>" : "") + under.innerHTML; }
        here.rowSpan += under.rowSpan;
        under.remove();
      },
      split() {
        const here = cell();
        while (here.colSpan > 1) { here.colSpan -= 1; here.after(newCell(here)); }
        if (here.rowSpan > 1) {
          const rows = table().rows;
          for (let n = 1; n < here.rowSpan; n += 1) {
            const row = rows[here.parentNode.rowIndex + n];
            row.insertBefore(newCell(), row.cells[here.cellIndex] || null);
          }
          here.rowSpan = 1;
        }
      },
      head() {
        const row = table().rows[0];
        const to = row.cells[0].tagName === "TH" ? "td" : "th";
        Array.from(row.cells).forEach((one) => {
          const made = document.createElement(to);
          made.innerHTML = one.innerHTML;
          made.colSpan = one.colSpan;
          made.rowSpan = one.rowSpan;
          if (to === "th") { made.scope = "col"; }
          one.replaceWith(made);
        });
        range = null;
      },
    };

    // --- dialogs of one line each, inside the bar, so that no window hides the text
    function ask(name, done) {
      const line = box.querySelector('[data-ask="' + name + '"]');
      const input = line.querySelector("input:not([type=file])") || line.querySelector("input");
      line.hidden = false;
      input.value = "";
      input.focus();
      const close = (ok) => {
        line.hidden = true;
        if (ok) { done(line); } else { back(); }
      };
      line.querySelector("[data-ok]").onclick = () => close(true);
      line.querySelector("[data-no]").onclick = () => close(false);
      line.onkeydown = (event) => {
        if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); close(true); }
        if (event.key === "Escape") { event.preventDefault(); close(false); }
      };
    }
    async function send(url, data) {
      const answer = await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": token() }, credentials: "same-origin" });
      const told = await answer.json();
      if (!answer.ok) { throw new Error(told.message || box.dataset.failed); }
      return told;
    }
    async function picture(line) {
      const file = line.querySelector("input[type=file]").files[0];
      if (!file) { back(); return; }
      const data = new FormData();
      data.append("file", file);
      tell(box.dataset.busy);
      try {
        const told = await send(box.dataset.picture, data);
        back();
        run("insertHTML", '<img src="' + told.url + '" alt="' + escapeText(line.querySelector("[name=alt]").value).replace(/"/g, "&quot;") + '">');
        tell("");
      } catch (error) { tell(error.message || box.dataset.failed); }
      sync();
    }

    const verbs = {
      link() {
        ask("link", (line) => {
          back();
          const url = line.querySelector("input").value.trim();
          if (!url) { run("unlink"); } else if (range && range.collapsed) { run("insertHTML", '<a href="' + escapeText(url).replace(/"/g, "&quot;") + '">' + escapeText(url) + "</a>"); } else { run("createLink", url); }
          sync();
        });
      },
      picture() { ask("picture", picture); },
      table() {
        back();
        const row = (tag) => "<tr>" + ("<" + tag + (tag === "th" ? ' scope="col"' : "") + "><br></" + tag + ">").repeat(3) + "</tr>";
        run("insertHTML", "<table data-new><tbody>" + row("th") + row("td") + row("td") + "</tbody></table><p><br></p>");
        const made = surface.querySelector("table[data-new]");
        if (made) {
          made.removeAttribute("data-new");
          range = document.createRange();
          range.setStart(made.rows[0].cells[0], 0);
          back();
        }
      },
    };

    // --- the bar: one stop of the tab key, arrows inside it
    const buttons = Array.from(bar.querySelectorAll("button"));
    buttons.forEach((button, place) => {
      button.tabIndex = place ? -1 : 0;
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => {
        const what = button.dataset.do;
        if (verbs[what]) { verbs[what](); sync(); showState(); return; }
        back();
        if (tables[what]) {
          if (cell()) { tables[what](); }
        } else if (button.dataset.block) {
          run("formatBlock", around([button.dataset.block.toUpperCase()]) ? "p" : button.dataset.block);
        } else { run(what); }
        sync();
        showState();
      });
    });
    bar.addEventListener("keydown", (event) => {
      const free = buttons.filter((one) => !one.disabled && one.offsetParent);
      const now = free.indexOf(document.activeElement);
      const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: free.length - 1 }[event.key];
      if (to === undefined) { if (event.key === "Escape") { back(); } return; }
      event.preventDefault();
      const next = free[(to + free.length) % free.length];
      buttons.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      next.focus();
    });
    surface.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "F10") { event.preventDefault(); buttons.find((one) => one.tabIndex === 0).focus(); }
      if (event.ctrlKey && event.altKey && ["1", "2", "0"].includes(event.key)) {
        event.preventDefault();
        run("formatBlock", { 1: "h2", 2: "h3", 0: "p" }[event.key]);
        sync();
      }
    });

    // --- what is pasted or dropped goes through the server
    async function take(data) {
      const markup = data.getData("text/html");
      const text = data.getData("text/plain");
      if (!markup) {
        if (text) { run("insertHTML", fromLines(text) || escapeText(text)); }
        if (data.files.length) { tell(box.dataset.files); }
        sync();
        return;
      }
      const place = range;
      const body = new FormData();
      body.append("html", markup);
      tell(box.dataset.busy);
      try {
        const cleaned = await send(box.dataset.clean, body);
        range = place;
        back();
        run("insertHTML", cleaned.html);
        tell(cleaned.told);
      } catch (error) {
        range = place;
        back();
        run("insertHTML", fromLines(text));
        tell(box.dataset.plain);
      }
      sync();
    }
    surface.addEventListener("paste", (event) => { event.preventDefault(); take(event.clipboardData); });
    surface.addEventListener("drop", (event) => {
      event.preventDefault();
      const at = document.caretRangeFromPoint && document.caretRangeFromPoint(event.clientX, event.clientY);
      if (at) { range = at; back(); }
      take(event.dataTransfer);
    });
    box.dataset.ready = "yes";
  }

  document.querySelectorAll("[data-rich-for]").forEach(start);
})();
