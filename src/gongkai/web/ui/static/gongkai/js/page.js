// Small comforts of every page; all of it may be missing. Floor: Chromium 70 (no ?. and no ??).
(function () {
  "use strict";
  var each = function (selector, run, inside) { Array.prototype.forEach.call((inside || document).querySelectorAll(selector), run); };

  function closest(event, selector) { return event.target.closest ? event.target.closest(selector) : null; }

  // --- display: A- A+ elder contrast soft
  function showSwitches() {
    var words = window.gongkaiDisplay ? window.gongkaiDisplay.read() : [];
    each("[data-display]", function (link) {
      if (words.indexOf(link.getAttribute("data-display")) >= 0) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
    });
  }

  document.addEventListener("click", function (event) {
    var link = closest(event, "[data-display]");
    if (!link || !window.gongkaiDisplay || event.ctrlKey || event.metaKey) { return; }
    event.preventDefault();
    window.gongkaiDisplay.change(link.getAttribute("data-display"));
    showSwitches();
    watchScroll();
  });

  // --- print, copy, read aloud: shown only where they work
  function copy(words, done) {
    var area = document.createElement("textarea");
    area.value = words;
    area.setAttribute("readonly", "");
    area.className = "hidden-text";
    document.body.appendChild(area);
    area.select();
    var worked = document.execCommand("copy");
    document.body.removeChild(area);
    if (worked) { toast(done, "ok"); }
  }

  var voice = window.speechSynthesis && window.SpeechSynthesisUtterance ? window.speechSynthesis : null;

  function hush(button) { button.textContent = button.getAttribute("data-start"); button.removeAttribute("aria-pressed"); }

  function readAloud(button) {
    if (voice.speaking) { voice.cancel(); each("[data-read][aria-pressed]", hush); return; }
    var source = document.querySelector(button.getAttribute("data-read"));
    var said = new window.SpeechSynthesisUtterance(source.innerText.slice(0, 8000));
    said.lang = document.documentElement.lang;
    said.rate = 0.9;
    button.setAttribute("data-start", button.textContent);
    button.textContent = button.getAttribute("data-stop");
    button.setAttribute("aria-pressed", "true");
    said.onend = said.onerror = function () { hush(button); };
    voice.speak(said);
  }

  document.addEventListener("click", function (event) {
    var button = closest(event, "[data-print],[data-copy],[data-read]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); }
    else if (button.hasAttribute("data-copy")) { copy(button.getAttribute("data-copy"), button.getAttribute("data-done")); }
    else { readAloud(button); }
  });

  // --- toasts: Django messages and htmx answers
  function dismiss(box) { if (box.parentNode) { box.parentNode.removeChild(box); } }

  function arm(box) {
    var shape = document.getElementById("toast-shape");
    if (!box.querySelector("button") && shape) { box.appendChild(shape.content.querySelector("button").cloneNode(true)); }
    box.addEventListener("click", function (event) { if (closest(event, "button")) { dismiss(box); } });
    if (!/danger/.test(box.className)) { setTimeout(dismiss, 10000, box); }
  }

  function toast(words, kind) {
    var home = document.getElementById("toasts");
    var shape = document.getElementById("toast-shape");
    if (!home || !shape || !words) { return; }
    var box = shape.content.querySelector(".toast").cloneNode(true);
    box.querySelector("span").textContent = words;
    if (kind) { box.classList.add(kind); }
    home.appendChild(box);
    arm(box);
  }

  // --- ask before something that cannot be taken back
  function ask(words, run) {
    var box = document.getElementById("confirm");
    if (!box || !box.showModal) { if (window.confirm(words)) { run(); } return; }
    box.querySelector("p").textContent = words;
    box.querySelector("[data-yes]").onclick = function () { box.close(); run(); };
    box.showModal();
  }

  document.addEventListener("click", function (event) {
    var closer = closest(event, "dialog [data-close]");
    if (closer) { closer.closest("dialog").close(); return; }
    var target = closest(event, "[data-confirm]");
    if (!target || target.hasAttribute("data-sure")) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(target.getAttribute("data-confirm"), function () {
      target.setAttribute("data-sure", "");
      target.click();
      target.removeAttribute("data-sure");
    });
  }, true);

  // --- forms: one submission only, and say that it is under way
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    if (form.method !== "post" || event.defaultPrevented) { return; }
    form.setAttribute("data-sent", "");
    var button = event.submitter || form.querySelector("button[type=submit]");
    if (button) {
      button.setAttribute("aria-busy", "true");
      if (button.hasAttribute("data-busy-text")) { button.textContent = button.getAttribute("data-busy-text"); }
    }
  });
  window.addEventListener("pageshow", function () {
    each("form[data-sent]", function (form) { form.removeAttribute("data-sent"); });
    each("form [aria-busy]:not([disabled])", function (button) { button.removeAttribute("aria-busy"); });
  });

  // --- a table that fits keeps its head in sight of the page; one that does not scrolls in its own box, also by keyboard
  function watchScroll() {
    each(".scroll", function (box) {
      box.classList.remove("fits");
      var fits = box.scrollWidth <= box.clientWidth + 1;
      box.classList.toggle("fits", fits);
      if (fits) { box.removeAttribute("tabindex"); } else { box.tabIndex = 0; }
    });
  }

  function start() {
    showSwitches();
    each("[data-print],[data-copy]", function (button) { button.hidden = false; });
    if (voice) { each("[data-read]", function (button) { button.hidden = false; }); }
    each(".toast", arm);
    watchScroll();
    var first = document.querySelector("[data-focus]");
    if (first) { first.focus(); }
    each(".summary a", function (link) {
      link.addEventListener("click", function (event) {
        var field = document.getElementById(link.getAttribute("href").slice(1));
        if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); }
      });
    });
  }

  window.addEventListener("resize", watchScroll);
  document.addEventListener("toggle", watchScroll, true);
  window.gongkai = { toast: toast, ask: ask, each: each, watchScroll: watchScroll };
  start();
})();
