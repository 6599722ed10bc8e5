// Rows of works by keyboard and by button, a card at a time. Without this script a row scrolls all the same: by touch,
// wheel, trackpad, and by the arrow keys of the browser.
"use strict";
(() => {
  const { back, on } = document.currentScript.dataset; // what the buttons say
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function go(strip, left) {
    strip.scrollTo({ left, behavior: calm.matches ? "auto" : "smooth" });
  }

  function step(strip, cards) {
    const [first, second] = strip.children;
    const card = second ? second.offsetLeft - first.offsetLeft : strip.clientWidth;
    go(strip, (Math.round(strip.scrollLeft / card) + cards) * card);
  }

  function button(strip, side, said) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: `turn ${side}`, tabIndex: -1, textContent: side === "on" ? "›" : "‹" });
    made.setAttribute("aria-label", said);
    const many = () => Math.max(1, Math.floor(strip.clientWidth / strip.firstElementChild.offsetWidth) - 1);
    made.addEventListener("click", () => step(strip, side === "on" ? many() : -many()));
    return made;
  }

  for (const strip of document.querySelectorAll(".strip")) {
    const sides = [button(strip, "back", back), button(strip, "on", on)];
    const see = () => {
      const most = strip.scrollWidth - strip.clientWidth;
      sides[0].hidden = strip.scrollLeft < 4;
      sides[1].hidden = strip.scrollLeft > most - 4;
    };
    strip.after(...sides);
    strip.addEventListener("scroll", see, { passive: true });
    new ResizeObserver(see).observe(strip);
    strip.addEventListener("keydown", (event) => {
      if (event.target !== strip || event.altKey || event.ctrlKey || event.metaKey) return;
      const cards = { ArrowRight: 1, ArrowLeft: -1, End: strip.children.length, Home: -strip.children.length }[event.key];
      if (cards === undefined) return;
      event.preventDefault();
      step(strip, cards);
    });
  }
})();
