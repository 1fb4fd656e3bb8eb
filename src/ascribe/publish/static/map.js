/* Panning and zooming for maps made by map.py: wheel (once the map has focus, or with Ctrl), drag, pinch, keys, buttons.
   One unit is one pixel here: signs and names keep their size, outlines and areas grow. */
"use strict";
for (const svg of document.querySelectorAll(".map-svg")) start(svg);

function start(svg) {
  const part = name => svg.querySelector("." + name);
  const given = name => Number(svg.dataset[name]);
  const base = {w: given("width"), h: given("height")};
  const world = part("world"), signs = part("signs"), names = part("place-names"), bar = part("bar");
  const countries = [...part("country-names").children];
  const marks = [...signs.querySelectorAll(".mark")].map(e => ({
    e, x: Number(e.dataset.x), y: Number(e.dataset.y), grade: e.dataset.grade, place: e.dataset.place, sign: e.querySelector(".sign"),
  }));
  const grades = ["confirmed", "fair", "weak", "contested", "discounted"];
  const frame = svg.parentElement, full = svg.closest(".full") !== null;
  let size = {w: base.w, h: base.h}, home = 1, k = 1, tx = 0, ty = 0, waiting = 0;

  function make(name, attributes, parent, text) {
    const e = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    if (text !== undefined) e.textContent = text;
    parent.append(e);
    return e;
  }

  function fit() {
    const w = frame.clientWidth;
    if (!w) return;
    const h = full ? frame.clientHeight : Math.round(Math.max(Math.min(w, 330), Math.min(base.h, w * base.h / base.w)));
    const middle = [(size.w / 2 - tx) / k, (size.h / 2 - ty) / k], ratio = k / home;
    size = {w, h};
    home = Math.min(w / base.w, h / base.h);
    svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
    svg.setAttribute("width", w);
    svg.setAttribute("height", h);
    k = home * ratio;
    tx = w / 2 - middle[0] * k;
    ty = h / 2 - middle[1] * k;
    draw();
  }

  function whole() {
    k = home;
    tx = (size.w - base.w * k) / 2;
    ty = (size.h - base.h * k) / 2;
    draw();
  }

  function zoom(factor, x = size.w / 2, y = size.h / 2) {
    const next = Math.max(home / 2, Math.min(home * given("zoom"), k * factor));
    tx = x - (x - tx) * next / k;
    ty = y - (y - ty) * next / k;
    k = next;
    draw();
  }

  function move(x, y) { tx += x; ty += y; draw(); }

  function draw() {
    // Outlines reach so far; beyond them there would be sea where there is none.
    const pad = given("padding"), least = Math.max(size.w / (base.w * (1 + 2 * pad)), size.h / (base.h * (1 + 2 * pad)));
    k = Math.max(k, least);
    tx = Math.min(pad * base.w * k, Math.max(size.w - (1 + pad) * base.w * k, tx));
    ty = Math.min(pad * base.h * k, Math.max(size.h - (1 + pad) * base.h * k, ty));
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; layout(); });
  }

  function layout() {
    world.setAttribute("transform", `translate(${tx},${ty}) scale(${k})`);
    const near = given("near"), groups = [];
    for (const mark of marks) {
      if (mark.e.classList.contains("out")) { mark.e.setAttribute("display", "none"); continue; }
      const x = mark.x * k + tx, y = mark.y * k + ty;
      const group = groups.find(g => (g.x - x) ** 2 + (g.y - y) ** 2 < near ** 2);
      if (group) group.marks.push(mark); else groups.push({x, y, marks: [mark]});
    }
    const focused = signs.contains(document.activeElement) ? document.activeElement.dataset.first : null;
    signs.querySelectorAll(".cluster").forEach(e => e.remove());
    for (const g of groups) {
      const alone = g.marks.length === 1;
      for (const mark of g.marks) {
        if (alone) {
          mark.e.removeAttribute("display");
          mark.e.setAttribute("transform", `translate(${g.x},${g.y})`);
        } else mark.e.setAttribute("display", "none");
      }
      if (!alone) {
        const e = cluster(g);
        if (focused && e.dataset.first === focused) e.focus({preventScroll: true});
      }
    }
    write(groups);
    scale();
  }

  function cluster(g) {
    const first = g.marks[0], e = make("a", {class: "cluster", href: "#" + first.e.dataset.spot, transform: `translate(${g.x},${g.y})`}, signs);
    const count = grades.map(grade => [grade, g.marks.filter(m => m.grade === grade)]).filter(pair => pair[1].length);
    const said = `${g.marks.length} incidents, ${called(g)}: ${count.map(pair => `${pair[1].length} ${pair[0]}`).join(", ")}`;
    e.dataset.first = first.e.dataset.id;
    e.setAttribute("aria-label", said);
    make("title", {}, e, said);
    make("circle", {r: 12}, e);
    make("text", {y: 4.5}, e, g.marks.length);
    count.forEach(([, some], n) => {
      const sign = some[0].sign.cloneNode();
      sign.setAttribute("transform", `translate(${(n - (count.length - 1) / 2) * 10},17) scale(0.62)`);
      e.append(sign);
    });
    e.addEventListener("click", event => {
      const apart = g.marks.some(m => m.x !== first.x || m.y !== first.y);
      if (apart && k < home * given("zoom") * 0.99) { event.preventDefault(); zoom(2.5, g.x, g.y); }
      else document.getElementById(first.e.dataset.spot)?.closest("details")?.setAttribute("open", "");
    });
    return e;
  }

  function called(g) {
    const count = new Map();
    for (const m of g.marks) if (m.place) count.set(m.place, (count.get(m.place) ?? 0) + 1);
    const [first] = [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return first ? first[0] + (count.size > 1 ? ` and ${count.size - 1} more` : "") : "";
  }

  function write(groups) {
    names.replaceChildren();
    const taken = groups.map(g => [g.x - 13, g.y - 13, g.x + 13, g.y + 13]);
    taken.push([size.w - 50, 0, size.w, 126], [0, size.h - 36, 150, size.h]); // the buttons, the scale bar
    const free = box => box[0] > 2 && box[1] > 2 && box[2] < size.w - 2 && box[3] < size.h - 2
      && taken.every(b => box[2] < b[0] || b[2] < box[0] || box[3] < b[1] || b[3] < box[1]);
    for (const g of [...groups].sort((a, b) => b.marks.length - a.marks.length).slice(0, given("names"))) {
      let text = called(g);
      if (!text || g.x < 0 || g.y < 0 || g.x > size.w || g.y > size.h) continue;
      if (text.length > 28) text = text.slice(0, 27).trimEnd() + "…";
      const e = make("text", {}, names, text), long = e.getComputedTextLength() + 4;
      const away = g.marks.length > 1 ? 17 : 14;
      const choice = [
        ["start", g.x + away, g.y + 4.5, g.x + away], ["end", g.x - away, g.y + 4.5, g.x - away - long],
        ["middle", g.x, g.y - away - 4, g.x - long / 2], ["middle", g.x, g.y + away + 16, g.x - long / 2],
      ].find(([, , y, left]) => free([left, y - 13, left + long, y + 4]));
      if (!choice) { e.remove(); continue; }
      const [anchor, x, y, left] = choice;
      e.setAttribute("text-anchor", anchor);
      e.setAttribute("x", x);
      e.setAttribute("y", y);
      taken.push([left, y - 13, left + long, y + 4]);
    }
    for (const e of countries) {
      const x = Number(e.dataset.x) * k + tx, y = Number(e.dataset.y) * k + ty;
      e.setAttribute("x", x);
      e.setAttribute("y", y);
      e.removeAttribute("display");
      const half = e.getComputedTextLength() / 2, box = [x - half, y - 13, x + half, y + 4];
      const room = Number(e.dataset.room) * k;
      if (2 * half < room && free(box)) taken.push(box); else e.setAttribute("display", "none");
    }
  }

  function scale() {
    const unit = given("scale"), y = given("y0") + (size.h / 2 - ty) / k / unit;
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)));
    const pixel = unit * k / (40075.017 * Math.cos(latitude)), wanted = Math.min(140, size.w / 4) / pixel;
    let km = 0.01;
    for (let power = -2; power < 5; power++) for (const step of [1, 2, 5]) if (step * 10 ** power <= wanted) km = step * 10 ** power;
    const degrees = Math.abs(Math.round(latitude * 180 / Math.PI));
    bar.setAttribute("transform", `translate(14,${size.h - 14})`);
    bar.querySelector("path").setAttribute("d", `M0,-5v5h${km * pixel}v-5`);
    bar.querySelector("text").textContent = `${km >= 1 ? km + " km" : Math.round(km * 1000) + " m"} at ${degrees}°${latitude >= 0 ? "N" : "S"}`;
  }

  // Hands

  const at = event => { const box = svg.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  svg.addEventListener("wheel", event => {
    if (!full && !event.ctrlKey && !event.metaKey && !svg.contains(document.activeElement)) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) / 400), ...at(event));
  }, {passive: false});

  const fingers = new Map();
  let moved = 0;
  svg.addEventListener("pointerdown", event => {
    if (event.button) return;
    fingers.set(event.pointerId, at(event));
    moved = 0;
  });
  svg.addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = at(event), others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
    moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    fingers.set(event.pointerId, now);
    if (moved < 4) return;
    // Captured only now: a captured pointer's click would miss the link that it is on.
    if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    svg.classList.add("moving");
    if (others.length === 1) {
      const far = p => Math.hypot(p[0] - others[0][0], p[1] - others[0][1]);
      zoom(far(now) / Math.max(1, far(before)), (now[0] + others[0][0]) / 2, (now[1] + others[0][1]) / 2);
    } else if (!others.length) move(now[0] - before[0], now[1] - before[1]);
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, event => {
    fingers.delete(event.pointerId);
    if (!fingers.size) svg.classList.remove("moving");
  });
  svg.addEventListener("click", event => { if (moved >= 4) { event.preventDefault(); event.stopPropagation(); } }, true);
  svg.addEventListener("dragstart", event => event.preventDefault());
  svg.addEventListener("dblclick", event => { event.preventDefault(); zoom(2, ...at(event)); });
  svg.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": whole,
      ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  const buttons = document.createElement("div");
  buttons.className = "map-buttons";
  for (const [sign, label, act] of [["+", "Zoom in", () => zoom(1.5)], ["−", "Zoom out", () => zoom(1 / 1.5)], ["⤢", "Show all", whole]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", act);
    buttons.append(button);
  }
  frame.append(buttons);
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("aria-keyshortcuts", "+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown");
  svg.classList.add("live");
  svg.addEventListener("map:filter", draw); // marks with the class "out" are left out
  new ResizeObserver(fit).observe(frame);
  addEventListener("beforeprint", whole);
  fit();
  whole();
}
