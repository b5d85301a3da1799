// Marking on the pictures of pages: a click takes a line, a drag draws a box. The list below says the same. Floor: Chromium 86.
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const boxes = document.querySelector("[data-boxes]");
  const tickOf = (name) => document.querySelector('input[name="mark"][value="' + name + '"]');

  function show(rect) { rect.classList.toggle("on", Boolean(tickOf(rect.dataset.line) && tickOf(rect.dataset.line).checked)); }

  document.addEventListener("change", (event) => {
    if (event.target.name === "mark") {
      document.querySelectorAll('rect[data-line="' + event.target.value + '"]').forEach(show);
    }
  });

  function drawn() {
    document.querySelectorAll("rect.drawn").forEach((rect) => rect.remove());
    if (!boxes) { return; }
    boxes.value.split("\n").forEach((line) => {
      const found = line.trim().split(/[\s,，;；]+/).map(Number);
      const page = document.querySelector('.sever-page[data-page="' + found[0] + '"]');
      if (found.length < 5 || !page) { return; }
      const width = Number(page.dataset.width), height = Number(page.dataset.height);
      const rect = document.createElementNS(NS, "rect");
      rect.setAttribute("class", "drawn");
      rect.setAttribute("x", found[1] / 100 * width);
      rect.setAttribute("y", found[2] / 100 * height);
      rect.setAttribute("width", Math.max(0, (found[3] - found[1]) / 100 * width));
      rect.setAttribute("height", Math.max(0, (found[4] - found[2]) / 100 * height));
      rect.addEventListener("click", () => {
        boxes.value = boxes.value.split("\n").filter((other) => other !== line).join("\n");
        boxes.dispatchEvent(new Event("input", { bubbles: true }));
      });
      page.append(rect);
    });
  }

  function place(page, event) {
    const frame = page.getBoundingClientRect();
    const part = (value, size) => Math.min(100, Math.max(0, value / size * 100));
    return [part(event.clientX - frame.left, frame.width), part(event.clientY - frame.top, frame.height)];
  }

  document.querySelectorAll(".sever-page").forEach((page) => {
    let start = null;
    page.addEventListener("pointerdown", (event) => { start = place(page, event); });
    page.addEventListener("pointerup", (event) => {
      if (!start) { return; }
      const end = place(page, event), from = start;
      start = null;
      if (Math.abs(end[0] - from[0]) < 1 && Math.abs(end[1] - from[1]) < 1) {
        const line = event.target.dataset && event.target.dataset.line;
        const tick = line && tickOf(line);
        if (tick) { tick.checked = !tick.checked; tick.dispatchEvent(new Event("change", { bubbles: true })); }
        return;
      }
      const sides = [Math.min(from[0], end[0]), Math.min(from[1], end[1]), Math.max(from[0], end[0]), Math.max(from[1], end[1])];
      if (sides[2] - sides[0] < 0.2 || sides[3] - sides[1] < 0.2) { return; }
      boxes.value += (boxes.value && !boxes.value.endsWith("\n") ? "\n" : "") + [page.dataset.page].concat(sides.map((side) => side.toFixed(1))).join(" ");
      boxes.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  if (boxes) { boxes.addEventListener("input", drawn); drawn(); }
  document.querySelectorAll("rect[data-line]").forEach(show);
})();
