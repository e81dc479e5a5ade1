// Draw a box on the picture instead of typing its numbers; without this script the fields stand alone.
(function () {
  "use strict";
  var picture = document.querySelector("svg[data-boxes]");
  if (!picture) { return; }
  var form = document.getElementById(picture.getAttribute("data-boxes"));
  var hint = form.querySelector("[data-drawing]");
  var rect = null, start = null;
  if (hint) { hint.hidden = false; }
  picture.classList.add("drawable");

  // where on the picture, in its own pixels, whatever the zoom or scroll
  function place(event) {
    var point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    var size = picture.viewBox.baseVal;
    return {
      x: Math.round(Math.max(0, Math.min(size.width, point.x))),
      y: Math.round(Math.max(0, Math.min(size.height, point.y)))
    };
  }
  function fields() {
    return ["x", "y", "width", "height"].map(function (name) { return form.elements[name]; });
  }
  function show() {
    var values = fields().map(function (field) { return Math.max(0, Number(field.value) || 0); });
    if (!rect) {
      rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("class", "bx ask");
      (picture.querySelector("g") || picture).appendChild(rect);
    }
    ["x", "y", "width", "height"].forEach(function (name, at) { rect.setAttribute(name, String(values[at])); });
  }
  function draw(event) {
    var end = place(event);
    var values = [
      Math.min(start.x, end.x), Math.min(start.y, end.y), Math.abs(start.x - end.x), Math.abs(start.y - end.y)
    ];
    fields().forEach(function (field, at) { field.value = String(values[at]); });
    show();
  }
  picture.addEventListener("pointerdown", function (event) {
    if (event.button !== 0 || event.pointerType === "touch" && !event.isPrimary) { return; }
    event.preventDefault();
    start = place(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", function (event) { if (start) { draw(event); } });
  picture.addEventListener("pointerup", function (event) {
    if (!start) { return; }
    draw(event);
    start = null;
    form.elements.kind.focus({ preventScroll: true });
  });
  picture.addEventListener("pointercancel", function () { start = null; });
  form.addEventListener("input", show);
}());
