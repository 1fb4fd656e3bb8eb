"use strict";
// Ties the marked words of the report to the claims in the panel. Without it the numbers are still plain links.
(() => {
  const report = document.getElementById("report");
  const panel = document.getElementById("claims");
  const peek = document.getElementById("peek");
  const wide = window.matchMedia("(min-width: 56rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  const claims = new Map(); // number → its card, its number in the text, its trigger's pieces, its other pieces
  all(".claim", panel).forEach((card) => {
    const number = card.dataset.claim;
    claims.set(number, { card, head: card.querySelector(".head"), mark: document.getElementById("text-" + number),
      triggers: [], roles: [] });
  });
  all("[data-triggers]", report).forEach((piece) =>
    piece.dataset.triggers.split(" ").forEach((number) => claims.get(number).triggers.push(piece)));
  all("[data-roles]", report).forEach((piece) =>
    piece.dataset.roles.split(" ").forEach((entry) => {
      const [number, role] = entry.split(":");
      claims.get(number).roles.push([piece, role]);
    }));

  let lit = [];
  let chosen = null;

  function light(numbers) {
    lit.forEach((number) => {
      const claim = claims.get(number);
      [claim.card, claim.mark, ...claim.triggers].forEach((part) => part && part.classList.remove("on"));
      claim.roles.forEach(([piece]) => { piece.classList.remove("role"); delete piece.dataset.role; });
      claim.head.removeAttribute("aria-current");
    });
    lit = numbers;
    lit.forEach((number) => {
      const claim = claims.get(number);
      [claim.card, claim.mark, ...claim.triggers].forEach((part) => part && part.classList.add("on"));
      claim.head.setAttribute("aria-current", "true");
      const before = new Map(); // role → its piece before
      claim.roles.forEach(([piece, role]) => {
        piece.classList.add("role");
        // Words cut by another claim's marks are labelled once, at their start.
        const runsOn = before.has(role) && before.get(role) === piece.previousSibling;
        if (!runsOn && role !== "cue") { // the cue stands by its speaker: a second label would only crowd it
          piece.dataset.role = piece.dataset.role ? piece.dataset.role + ", " + role : role;
        }
        before.set(role, piece);
      });
    });
  }

  const rest = () => light(chosen ? [chosen] : []);

  function reveal(part, block) {
    if (!part) return;
    const box = part.getBoundingClientRect();
    const frame = wide.matches ? part.closest("#report, #claims").getBoundingClientRect() : { top: 0, bottom: peek.hidden ? innerHeight : peek.getBoundingClientRect().top };
    if (box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8) return;
    part.scrollIntoView({ block: block || "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  function choose(number) {
    chosen = number;
    rest();
    peek.hidden = true;
    peek.replaceChildren();
    if (number === null || wide.matches) return;
    const claim = claims.get(number);
    const speaker = claim.card.closest(".speaker").querySelector("h2 bdi").cloneNode(true);
    const card = claim.card.cloneNode(true);
    card.removeAttribute("id");
    card.querySelector(".head").removeAttribute("href");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => {
      choose(null);
      if (claim.mark) claim.mark.focus({ preventScroll: true });
      light([]);
    });
    const head = document.createElement("div");
    head.className = "peek-head";
    head.append(speaker, close);
    peek.replaceChildren(head, card);
    peek.hidden = false;
  }

  // The claims that an element stands for: one for a number or a card, one or more for words.
  function under(target) {
    const named = target.closest("[data-claim]");
    if (named && !peek.contains(named)) return [named.dataset.claim];
    const words = target.closest("[data-triggers]");
    return words ? words.dataset.triggers.split(" ") : [];
  }

  let timer = 0;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const numbers = under(event.target);
    clearTimeout(timer);
    if (!numbers.length) return rest();
    light(numbers);
    if (!wide.matches) return;
    const first = claims.get(numbers[0]);
    timer = setTimeout(() => reveal(report.contains(event.target) ? first.card : first.mark), 140);
  });
  document.documentElement.addEventListener("pointerleave", () => { clearTimeout(timer); rest(); });

  document.addEventListener("focusin", (event) => {
    const link = event.target.closest(".number[data-claim], .head[href]");
    if (!link) return;
    const number = under(link)[0];
    const claim = claims.get(number);
    rove(link);
    light([number]);
    if (wide.matches) reveal(report.contains(link) ? claim.card : claim.mark);
  });
  document.addEventListener("focusout", (event) => { if (!event.relatedTarget) rest(); });

  document.addEventListener("click", (event) => {
    const numbers = under(event.target);
    if (!numbers.length || String(getSelection()).length) return;
    const link = event.target.closest("a");
    if (link) event.preventDefault();
    // Words of several claims: each click goes on to the next.
    const number = numbers[(numbers.indexOf(chosen) + 1) % numbers.length];
    const claim = claims.get(number);
    const inText = report.contains(event.target);
    const byKey = link && event.detail === 0;
    choose(number);
    if (byKey && inText && wide.matches) claim.head.focus({ preventScroll: true });
    if (byKey && !inText && claim.mark) claim.mark.focus({ preventScroll: true });
    light([number]);
    reveal(inText && wide.matches ? claim.card : claim.mark);
  });

  // One stop of the Tab key for the text and one for the panel; arrows move between the claims of each.
  const rings = [all(".number[data-claim]", report), all(".head", panel)];
  function rove(link) {
    rings.filter((ring) => ring.includes(link)).forEach((ring) => ring.forEach((other) => { other.tabIndex = other === link ? 0 : -1; }));
  }
  rings.forEach((ring) => ring.length && rove(ring[0]));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return choose(null);
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
    const ring = rings.find((links) => links.includes(event.target));
    if (!ring) return undefined;
    const at = ring.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: ring.length - 1 }[event.key];
    if (to === undefined) return undefined;
    event.preventDefault();
    const next = ring[Math.min(Math.max(to, 0), ring.length - 1)];
    next.focus({ preventScroll: true });
    reveal(next, "nearest");
    return undefined;
  });
})();
