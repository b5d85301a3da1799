// Progress of an upload. Without this script the form is sent as any other. Floor: Chromium 70.
(function () {
  "use strict";
  function progressOf(form) { return form.querySelector("[data-progress]"); }

  function say(home, words, share) {
    var bar = home.querySelector("progress");
    home.hidden = false;
    home.querySelector("[role=status]").textContent = words;
    if (share === null) { bar.removeAttribute("value"); } else { bar.value = share; }
  }

  function tooBig(form) {
    var input = form.querySelector("input[type=file]");
    var most = Number(input.getAttribute("data-most")) * 1024 * 1024;
    return Array.prototype.filter.call(input.files, function (file) { return file.size > most; }).map(function (file) { return file.name; });
  }

  function failed(form, home, words) {
    say(home, words, 0);
    home.classList.add("bad");
    form.removeAttribute("data-sent");
    Array.prototype.forEach.call(form.querySelectorAll("button"), function (button) {
      button.removeAttribute("aria-busy");
      button.disabled = false;
    });
  }

  function send(form, home) {
    var request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1");
    request.upload.onprogress = function (event) {
      if (!event.lengthComputable) { return; }
      var share = Math.floor(100 * event.loaded / event.total);
      if (share < 100) { say(home, home.getAttribute("data-sending") + " " + share + "%", share); }
      else { say(home, home.getAttribute("data-working"), null); }
    };
    request.onload = function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
      if (request.status === 200 && answer && answer.url) { window.location.assign(answer.url); }
      else { failed(form, home, home.getAttribute("data-failed")); }
    };
    request.onerror = request.onabort = function () { failed(form, home, home.getAttribute("data-failed")); };
    request.send(new FormData(form));
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var home = form.hasAttribute("data-upload") ? progressOf(form) : null;
    if (!home || !window.FormData || event.defaultPrevented) { return; }
    event.preventDefault();
    if (form.hasAttribute("data-sent")) { return; }
    home.classList.remove("bad");
    var big = tooBig(form);
    if (big.length) { failed(form, home, home.getAttribute("data-too-big") + " " + big.join("，")); return; }
    form.setAttribute("data-sent", "");
    Array.prototype.forEach.call(form.querySelectorAll("button"), function (button) { button.setAttribute("aria-busy", "true"); button.disabled = true; });
    say(home, home.getAttribute("data-sending"), 0);
    send(form, home);
  }, true);
})();
