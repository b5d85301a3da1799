// The reading desk: a cell opens beside the form; on a narrow screen the page goes down to it. Floor: Chromium 86.
(function () {
  "use strict";

  const narrow = () => window.matchMedia("(max-width: 64em)").matches;
  const keyOf = (href) => new URL(href, window.location.href).searchParams.get("cell");

  function mark(key) {
    document.querySelectorAll("[data-cells] td.chosen").forEach((cell) => cell.classList.remove("chosen"));
    document.querySelectorAll("[data-cells] td > a").forEach((link) => {
      if (keyOf(link.href) === key) { link.parentElement.classList.add("chosen"); }
    });
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = document.getElementById("cell");
    const path = event.detail.pathInfo && event.detail.pathInfo.requestPath;
    if (!panel || !path || !keyOf(path)) { return; }
    mark(keyOf(path));
    const side = panel.closest(".report-side");
    if (side) { side.scrollTop = 0; }
    const head = panel.querySelector("h2");
    if (head) { head.focus({ preventScroll: true }); }
    if (narrow()) { panel.scrollIntoView({ block: "start" }); }
  });
})();
