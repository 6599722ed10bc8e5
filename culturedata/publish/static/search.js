// Search as you type: the page that the form would lead to is fetched, and its results take the place of these.
// Without this script the form works the same, one Enter later.
"use strict";
(() => {
  const PAUSE = 250; // milliseconds without a key
  const PARTS = ["said", "found"]; // ids of what a search changes
  const form = document.querySelector("form.search");
  const typed = form.querySelector("[type=search]");
  let waiting, running, fresh = true; // fresh: the next search is a new step for the back button

  const asked = () => `${form.action}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`;

  async function show(address, keep) {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine.signal.aborted) return;
      keep();
      // The status stays where it is, so that a reader of the screen hears what is new in it.
      for (const id of PARTS) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
      document.title = page.title;
      document.querySelector(".switch").href = page.querySelector(".switch").href;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address); // as without the script
    }
  }

  function search() {
    clearTimeout(waiting);
    const address = asked();
    show(address, () => {
      history[fresh ? "pushState" : "replaceState"](null, "", address);
      fresh = false;
    });
  }

  form.addEventListener("input", (event) => {
    if (event.target !== typed || event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  typed.addEventListener("compositionend", () => { waiting = setTimeout(search, PAUSE); });
  typed.addEventListener("blur", () => { fresh = true; });
  form.addEventListener("change", (event) => {
    if (event.target === typed) return;
    fresh = true;
    search();
  });
  form.addEventListener("submit", () => { clearTimeout(waiting); running?.abort(); });
  addEventListener("popstate", () => {
    clearTimeout(waiting);
    fresh = true;
    const values = new URLSearchParams(location.search);
    for (const field of [...form.elements].filter((one) => one.name)) {
      if (field.type === "checkbox") field.checked = values.get(field.name) === field.value;
      else field.value = values.get(field.name) ?? "";
    }
    show(location.href, () => {});
  });
})();
