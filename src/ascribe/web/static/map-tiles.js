"use strict";
// Pictures of the ground under a map made by map.py, where the app was given any. They follow the map as it moves.
function tiles(svg, {tiles: address, least, most}) {
  const given = name => Number(svg.dataset[name]);
  const make = name => document.createElementNS("http://www.w3.org/2000/svg", name);
  const world = svg.querySelector(".world"), layer = make("g"), held = new Map();
  let waiting = 0, loading = 0, wanted = new Set();
  layer.setAttribute("class", "tiles");
  layer.setAttribute("aria-hidden", "true");
  world.querySelector(".land").after(layer);
  svg.classList.add("tiled");

  function draw() {
    waiting = 0;
    const [, tx, ty, k] = /translate\((\S+),(\S+)\) scale\((\S+)\)/.exec(world.getAttribute("transform")).map(Number);
    const {width, height} = svg.viewBox.baseVal, unit = given("scale");
    const fine = Math.log2(unit * k * Math.min(2, devicePixelRatio) / 256);
    const z = Math.max(Number(least), Math.min(Number(most), Math.round(fine)));
    const n = 2 ** z, at = (pixel, moved, edge) => Math.floor(((pixel - moved) / k / unit + edge) * n);
    const [left, right] = [0, width].map(x => at(x, tx, given("x0")));
    const [top, bottom] = [0, height].map(y => Math.max(0, Math.min(n - 1, at(y, ty, given("y0")))));
    wanted = new Set();
    if ((right - left + 1) * (bottom - top + 1) > 200) return tidy(); // closer tiles than the view can bear
    for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) {
      wanted.add(`${z} ${x} ${y}`);
      if (!held.has(`${z} ${x} ${y}`)) add(z, x, y, n, unit);
    }
    return tidy();
  }

  function add(z, x, y, n, unit) {
    const image = make("image"), size = unit / n, around = ((x % n) + n) % n;
    const place = {
      x: (x / n - given("x0")) * unit, y: (y / n - given("y0")) * unit, width: size * 1.002, height: size * 1.002, preserveAspectRatio: "none",
    }; // a little wider, or there would be seams
    for (const [name, value] of Object.entries(place)) image.setAttribute(name, value);
    loading++;
    image.addEventListener("load", () => { loading--; tidy(); });
    image.addEventListener("error", () => { loading--; image.setAttribute("display", "none"); tidy(); }); // the outlines stay
    image.setAttribute("href", address.replace("{z}", z).replace("{x}", around).replace("{y}", y));
    held.set(`${z} ${x} ${y}`, image);
    layer.append(image);
  }

  // Those of another zoom go when the new ones are there, so that the ground does not blink.
  function tidy() {
    if (loading) return;
    for (const [key, image] of held) if (!wanted.has(key)) { image.remove(); held.delete(key); }
  }

  const soon = () => { if (!waiting) waiting = setTimeout(draw, 80); };
  new MutationObserver(soon).observe(world, {attributeFilter: ["transform"]});
  if (world.hasAttribute("transform")) soon();
}
