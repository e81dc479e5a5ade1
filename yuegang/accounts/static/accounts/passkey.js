// Shows the prepared message when the browser or the key gives up. No words in here: they are in the page.
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    var told = document.getElementById("passkey-error");
    if (told) {
      told.hidden = false;
      told.focus();
      event.preventDefault();
    }
  });
})();
