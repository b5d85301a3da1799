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

  function showMark() {
    document.querySelectorAll("#cell .passage").forEach((box) => {
      const found = box.querySelector("mark");
      if (found) { box.scrollTop = found.offsetTop - box.offsetTop - box.clientHeight / 3; }
    });
  }

  // Files dropped anywhere on the form go into its field.
  const formAt = (event) => event.target instanceof Element && event.target.closest("[data-drop]");
  const carriesFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");

  document.addEventListener("dragover", (event) => {
    const form = formAt(event);
    document.querySelectorAll("[data-drop].over").forEach((one) => { if (one !== form) { one.classList.remove("over"); } });
    if (form && carriesFiles(event)) { event.preventDefault(); form.classList.add("over"); }
  });
  document.addEventListener("drop", (event) => {
    const form = formAt(event);
    if (!form || !carriesFiles(event)) { return; }
    event.preventDefault();
    form.classList.remove("over");
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
  });

  showMark();
  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = document.getElementById("cell");
    const path = event.detail.pathInfo && event.detail.pathInfo.requestPath;
    if (!panel || !path || !keyOf(path)) { return; }
    mark(keyOf(path));
    showMark();
    const side = panel.closest(".report-side");
    if (side) { side.scrollTop = 0; }
    const head = panel.querySelector("h2");
    if (head) { head.focus({ preventScroll: true }); }
    if (narrow()) { panel.scrollIntoView({ block: "start" }); }
  });
})();
