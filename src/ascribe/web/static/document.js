"use strict";
// Ties the marked words of a report to its claims, and turns selected words into a claim that was missed.
(() => {
  const { all, main, dialog, after } = ascribe;
  const wide = matchMedia("(min-width: 56rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let report, panel, claims, chosenBar;
  let lit = [];
  let chosen = null; // id of the chosen claim's card

  function read() {
    report = document.getElementById("report");
    panel = document.getElementById("claims");
    chosenBar = document.getElementById("chosen-words");
    claims = new Map();
    all(".claim", panel).forEach((card) => {
      const id = card.id.slice(2);
      claims.set(card.dataset.claim, { card, head: card.querySelector(".head"), mark: document.getElementById("t-" + id), triggers: [], roles: [] });
    });
    all("[data-triggers]", report).forEach((piece) => piece.dataset.triggers.split(" ").forEach((n) => claims.get(n)?.triggers.push(piece)));
    all("[data-roles]", report).forEach((piece) => piece.dataset.roles.split(" ").forEach((entry) => {
      const [number, role] = entry.split(":");
      claims.get(number)?.roles.push([piece, role]);
    }));
    lit = [];
    const card = chosen && document.getElementById(chosen);
    light(card ? [card.dataset.claim] : []);
  }

  function light(numbers) {
    lit.map((n) => claims.get(n)).filter(Boolean).forEach((claim) => {
      [claim.card, claim.mark, ...claim.triggers].forEach((part) => part && part.classList.remove("on"));
      claim.roles.forEach(([piece]) => { piece.classList.remove("role"); delete piece.dataset.role; });
      claim.head.removeAttribute("aria-current");
    });
    lit = numbers.filter((n) => claims.has(n));
    lit.forEach((n) => {
      const claim = claims.get(n);
      [claim.mark, ...claim.triggers].forEach((part) => part && part.classList.add("on"));
      if (claim.card.id === chosen) {
        claim.card.classList.add("on");
        claim.head.setAttribute("aria-current", "true");
      }
      const before = new Map(); // role → its piece before
      claim.roles.forEach(([piece, role]) => {
        piece.classList.add("role");
        const runsOn = before.has(role) && before.get(role) === piece.previousSibling;
        if (!runsOn && role !== "cue") piece.dataset.role = piece.dataset.role ? piece.dataset.role + ", " + role : role;
        before.set(role, piece);
      });
    });
  }
  const rest = () => { const card = chosen && document.getElementById(chosen); light(card ? [card.dataset.claim] : []); };

  function reveal(part) {
    if (!part) return;
    const box = part.getBoundingClientRect();
    const pane = part.closest("#report, #claims");
    const sheet = !wide.matches && main.querySelector(".claim.on");
    const frame = wide.matches ? pane.getBoundingClientRect() : { top: 0, bottom: sheet ? sheet.getBoundingClientRect().top : innerHeight };
    if (box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8) return;
    if (wide.matches || !sheet) part.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    else scrollBy({ top: box.top - 120, behavior: calm.matches ? "auto" : "smooth" });
  }

  function choose(number, { address = true } = {}) {
    const claim = number === null ? null : claims.get(number);
    chosen = claim ? claim.card.id : null;
    rest();
    if (address) history.replaceState(null, "", claim ? "#" + chosen : location.pathname + location.search);
  }

  // The claims that an element stands for: one for a number or a card, one or more for words.
  function under(target) {
    const named = target.closest("[data-claim]");
    if (named) return [named.dataset.claim];
    const words = target.closest("[data-triggers]");
    return words ? words.dataset.triggers.split(" ") : [];
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || !main.contains(event.target)) return;
    const numbers = under(event.target);
    if (numbers.length) light(numbers); else rest();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest("#report .number, #claims .claim");
    if (!link) return;
    const number = under(link)[0];
    const claim = claims.get(number);
    if (!claim || claim.card.id === chosen) return;
    choose(number);
    reveal(report.contains(link) && wide.matches ? claim.card : claim.mark);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".put-away")) {
      const claim = claims.get(under(event.target)[0]);
      choose(null);
      if (claim.mark) claim.mark.focus({ preventScroll: true });
      choose(null);
      return;
    }
    if (event.target.closest(".acts, [data-dialog]") || !main.contains(event.target)) return;
    const numbers = under(event.target);
    if (!numbers.length || String(getSelection()).length) return;
    const link = event.target.closest("a");
    if (link) event.preventDefault();
    const now = chosen && document.getElementById(chosen)?.dataset.claim;
    const again = numbers.length > 1 || link; // words of several claims: each click goes on to the next
    const number = again ? numbers[(numbers.indexOf(now) + 1) % numbers.length] : numbers[0];
    const claim = claims.get(number);
    choose(number);
    if (wide.matches) claim.head.focus({ preventScroll: true });
    reveal(report.contains(event.target) && wide.matches ? claim.card : claim.mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || dialog.open) return;
    choose(null);
    if (panel.contains(document.activeElement)) document.activeElement.blur();
  });
  addEventListener("hashchange", fromAddress);

  // Words that are selected, as code points of the report's text

  function points(piece, node, offset) {
    let count = 0;
    const range = document.createRange();
    range.setStart(piece, 0);
    if (piece === node || piece.contains(node)) range.setEnd(node, offset); else range.setEndAfter(piece.lastChild);
    const walk = (part) => {
      if (part.nodeType === Node.TEXT_NODE) count += Array.from(part.data).length;
      else if (part.classList?.contains("hidden-character")) count += 1; // a label stands for one character
      else part.childNodes.forEach(walk);
    };
    walk(range.cloneContents());
    return count;
  }
  function selected() {
    const chosenWords = getSelection();
    if (!report || !chosenWords.rangeCount || chosenWords.isCollapsed) return null;
    const range = chosenWords.getRangeAt(0);
    const pieces = all("[data-at]", report).filter((piece) => range.intersectsNode(piece));
    if (!pieces.length || !report.contains(range.startContainer) || !String(chosenWords).trim()) return null;
    const first = pieces[0];
    const last = pieces[pieces.length - 1];
    const begin = Number(first.dataset.at) + (first.contains(range.startContainer) ? points(first, range.startContainer, range.startOffset) : 0);
    const end = Number(last.dataset.at) + points(last, range.endContainer, range.endOffset);
    return begin < end ? { begin, end } : null;
  }
  document.addEventListener("selectionchange", () => {
    const link = document.getElementById("missed");
    if (!link || dialog.open) return;
    const found = selected();
    if (found || !chosenBar.contains(document.activeElement)) {
      link.search = found ? `?begin=${found.begin}&end=${found.end}` : "";
      chosenBar.hidden = !found;
    }
  });
  document.addEventListener("pointerdown", (event) => { // a press on the button would take the selection away
    if (event.target.closest("#chosen-words")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#chosen-words")) document.getElementById("missed").click();
  });

  function fromAddress() {
    const card = /^#[ct]-/.test(location.hash) && document.getElementById("c-" + location.hash.slice(3));
    if (!card) return;
    choose(card.dataset.claim, { address: false });
    if (wide.matches) { card.querySelector(".head").focus({ preventScroll: true }); card.scrollIntoView({ block: "nearest" }); }
    const claim = claims.get(card.dataset.claim);
    reveal(claim.mark);
  }
  after("document", read);
  read();
  fromAddress();
})();
