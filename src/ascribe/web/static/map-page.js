"use strict";
// The map's page: a window in time that filters the map and the timeline at once and is kept in the address.
(() => {
  const part = id => document.getElementById(id);
  const map = () => document.querySelector("#where .map-svg");
  const source = () => map() ? map().outerHTML : "";
  let served = source(), frame = null; // the map as it came, before map.js has touched it
  let days = {}, loaded = {}, wanted = {}, asked = 0, waiting = 0;

  // The map and what it was made of

  function take() {
    const {since, until, days: all} = part("shown").dataset;
    days = JSON.parse(all);
    loaded = {since, until, whole: "whole" in part("shown").dataset};
    wanted = {since, until};
  }

  function draw() {
    if (!map()) return;
    const shown = part("shown").dataset;
    if (!map().classList.contains("live")) start(map()); // of map.js
    if ("tiles" in shown && !map().classList.contains("tiled")) tiles(map(), shown);
    const now = map().parentElement;
    if (now !== frame) now.addEventListener("keydown", event => { if (event.defaultPrevented) event.stopPropagation(); }); // the map's keys are not the page's
    frame = now;
  }

  // The same map after others decided something else: it stays as it was moved.
  function again() {
    const now = source();
    if (now && now === served && frame) map().parentElement.replaceWith(frame);
    served = now;
    take();
    draw();
    brush();
    filter();
  }

  // The window

  const inside = id => {
    const [start, end] = days[id] || [null, null];
    return !(wanted.since && !(end >= wanted.since)) && !(wanted.until && !(start && start <= wanted.until));
  };

  function filter() {
    for (const link of document.querySelectorAll("#shown a[href^='/incidents/']")) {
      const out = !inside(link.getAttribute("href").slice(11));
      if (link.closest("svg")) link.classList.toggle("out", out);
      else link.closest("li").hidden = out;
    }
    for (const place of document.querySelectorAll("#where .map .spots > ul > li")) {
      place.hidden = !place.querySelector("li:not([hidden])");
    }
    if (map()) map().dispatchEvent(new Event("map:filter"));
  }

  const covers = () => loaded.whole && (!loaded.since || wanted.since >= loaded.since)
    && (!loaded.until || (wanted.until && wanted.until <= loaded.until));

  // The page of the window that was chosen. The map stays as it was moved, if it has all that is in the window.
  async function load() {
    const to = new URL(location.href), mine = ++asked, same = covers();
    to.hash = "";
    for (const name of ["since", "until"]) if (wanted[name]) to.searchParams.set(name, wanted[name]); else to.searchParams.delete(name);
    const answer = await fetch(to, {headers: {"x-ascribe": "refresh"}}).catch(() => null);
    if (mine !== asked) return;
    if (!answer || !answer.ok || answer.redirected) { location.assign(to); return; }
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    history.replaceState(null, "", to);
    const open = new Set([...document.querySelectorAll("#main details[open][id]")].map(one => one.id));
    for (const id of ["counts", "filters", "notes", "time", ...(same ? [] : ["where"])]) part(id).replaceWith(next.getElementById(id));
    for (const id of open) if (part(id)) part(id).open = true;
    part("filters").open = open.has("filters"); // nothing jumps
    if (same) return;
    Object.assign(part("shown").dataset, next.getElementById("shown").dataset);
    if (!("whole" in next.getElementById("shown").dataset)) delete part("shown").dataset.whole;
    served = source();
    take();
    draw();
    const {begin, end} = next.getElementById("brush").dataset;
    Object.assign(part("brush").dataset, {begin, end});
    show();
    filter();
  }

  const bars = () => [...document.querySelectorAll("#brush .count")];
  const hands = () => [...document.querySelectorAll("#brush input")];
  const at = () => hands().map(hand => Number(hand.value));

  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const day = iso => { const [year, month, of] = iso.split("-").map(Number); return `${of} ${months[month - 1]} ${year}`; };

  function show() {
    const {begin, end} = part("brush").dataset, [left, right] = hands();
    left.value = begin;
    right.value = end;
    told();
  }

  function told() {
    const [begin, end] = at(), [left, right] = hands(), n = bars().length;
    const first = day(wanted.since || part("brush").dataset.first), last = day(wanted.until || part("brush").dataset.last);
    const shades = document.querySelectorAll("#brush .shade");
    left.setAttribute("aria-valuetext", first);
    right.setAttribute("aria-valuetext", last);
    part("brush-said").textContent = first === last ? first : `${first} to ${last}`;
    part("brush-all").hidden = !wanted.since && !wanted.until;
    shades[0].setAttribute("width", `${100 * begin / n}%`);
    shades[1].setAttribute("x", `${100 * end / n}%`);
    shades[1].setAttribute("width", `${100 - 100 * end / n}%`);
  }

  // Bars from `begin` to before `end`. A bound that stays keeps its exact day, which may have been typed.
  function choose(begin, end) {
    const all = bars(), before = at(), [left, right] = hands();
    if (begin === before[0] && end === before[1]) return;
    left.value = begin;
    right.value = end;
    if (begin !== before[0]) wanted.since = all[begin].dataset.since;
    if (end !== before[1]) wanted.until = all[end - 1].dataset.until;
    told();
    filter();
  }

  function later(after) {
    clearTimeout(waiting);
    waiting = setTimeout(load, after);
  }

  function brush() {
    const box = part("brush");
    if (!box) return;
    const svg = box.querySelector("svg"), n = bars().length;
    for (let k = 0; k < 2; k++) {
      const shade = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of Object.entries({class: "shade", x: 0, y: 0, width: 0, height: 50})) shade.setAttribute(name, value);
      svg.append(shade);
    }
    show();
    hands().forEach((hand, side) => {
      let before = at();
      hand.addEventListener("pointerdown", () => { before = at(); });
      hand.addEventListener("keydown", () => { before = at(); });
      hand.addEventListener("input", () => {
        const [begin, end] = at();
        const now = side ? [begin, Math.max(end, begin + 1)] : [Math.min(begin, end - 1), end];
        [hands()[0].value, hands()[1].value] = before;
        choose(...now);
        before = at();
      });
      hand.addEventListener("change", () => later(250));
      hand.addEventListener("pointerup", () => setTimeout(() => hand.blur())); // the keys of the page work again
    });
    let from = null;
    const bar = event => {
      const {left, width} = svg.getBoundingClientRect();
      return Math.max(0, Math.min(n, (event.clientX - left) / width * n));
    };
    svg.addEventListener("pointerdown", event => {
      if (event.button) return;
      const x = bar(event), [begin, end] = at();
      from = {x, begin, end, moves: x > begin && x < end && end - begin < n, moved: false};
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", event => {
      if (!from) return;
      const x = bar(event), step = Math.round(x - from.x);
      if (Math.abs(x - from.x) * svg.clientWidth / n > 4) from.moved = true;
      if (!from.moved) return;
      if (from.moves) {
        const begin = Math.max(0, Math.min(n - (from.end - from.begin), from.begin + step));
        choose(begin, begin + from.end - from.begin);
      } else {
        const [low, high] = [Math.min(x, from.x), Math.max(x, from.x)].map(Math.floor);
        choose(Math.min(low, n - 1), Math.min(high, n - 1) + 1);
      }
    });
    svg.addEventListener("pointerup", () => { if (from && from.moved) later(0); from = null; });
    svg.addEventListener("pointercancel", () => { from = null; });
    part("brush-all").addEventListener("click", () => {
      choose(0, n);
      wanted = {since: "", until: ""};
      told();
      later(0);
    });
  }

  document.addEventListener("DOMContentLoaded", () => { // after map.js
    take();
    draw();
    brush();
    ascribe.after("map", again);
  });
})();
