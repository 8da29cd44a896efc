// Inside [data-outcomes], what carries data-shown-for="progress done" is shown only while a radio of that value is chosen.
// Without this script everything stands under the radios.
(() => {
  for (const group of document.querySelectorAll("[data-outcomes]")) {
    const name = group.dataset.outcomes;
    const radios = [...group.querySelectorAll('input[type="radio"]')].filter((radio) => radio.name === name);
    const show = () => {
      const chosen = radios.find((radio) => radio.checked)?.value ?? "";
      for (const part of group.querySelectorAll("[data-shown-for]")) {
        const hasError = part.querySelector(".is-invalid") !== null;
        part.hidden = !hasError && !part.dataset.shownFor.split(" ").includes(chosen);
      }
    };
    for (const radio of radios) radio.addEventListener("change", show);
    show();
  }
})();
