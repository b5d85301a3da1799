// While a person types what to apply for, show below the field what is public already. The focus stays where it is.
(function () {
  "use strict";
  var WAIT = 400, SHORTEST = 2;
  function watch(box) {
    var field = document.getElementById(box.getAttribute("data-for"));
    if (!field || !window.fetch) return;
    var timer = 0, asked = "";
    field.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () {
        var words = field.value.trim();
        if (words === asked) return;
        asked = words;
        if (words.length < SHORTEST) { box.textContent = ""; return; }
        fetch(box.getAttribute("data-suggest") + "?q=" + encodeURIComponent(words), { credentials: "omit" })
          .then(function (answer) { return answer.ok ? answer.text() : ""; })
          .then(function (html) { if (words === asked) box.innerHTML = html; })
          .catch(function () { box.textContent = ""; });
      }, WAIT);
    });
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-suggest]"), watch);
})();
