// Runs before the page is drawn: reads the display cookie (see display.py) and marks <html>. Floor: Chromium 70.
(function () {
  "use strict";
  var COOKIE = "gk_display";
  var SIZES = ["", "size-l", "size-xl"];
  var SWITCHES = ["elder", "contrast", "soft"];
  var root = document.documentElement;

  function read() {
    var found = document.cookie.match(/(?:^|; )gk_display=([^;]*)/);
    return found ? decodeURIComponent(found[1]).replace(/"/g, "").split(".") : [];
  }

  function write(words) {
    var secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = COOKIE + "=" + words.join(".") + "; Max-Age=31536000; Path=/; SameSite=Lax" + secure;
  }

  function apply(words) {
    SIZES.slice(1).concat(SWITCHES).forEach(function (word) {
      root.classList.toggle(word, words.indexOf(word) >= 0);
    });
  }

  function change(what) {
    var words = read().filter(function (word) { return SWITCHES.indexOf(word) >= 0 || SIZES.indexOf(word) > 0; });
    if (what === "size-up" || what === "size-down") {
      var now = Math.max(0, SIZES.indexOf(words.filter(function (word) { return SIZES.indexOf(word) > 0; })[0]));
      var next = Math.min(SIZES.length - 1, Math.max(0, now + (what === "size-up" ? 1 : -1)));
      words = words.filter(function (word) { return SIZES.indexOf(word) < 0; });
      if (next > 0) { words.push(SIZES[next]); }
    } else if (words.indexOf(what) >= 0) {
      words = words.filter(function (word) { return word !== what; });
    } else {
      words.push(what);
    }
    write(words);
    apply(words);
    return words;
  }

  // A village board's QR code ends in #elder: that page opens large.
  if (location.hash === "#elder" && read().indexOf("elder") < 0) { change("elder"); }
  apply(read());
  root.classList.add("js");
  window.gongkaiDisplay = { read: read, change: change };
})();
