// A file input with data-most-bytes says data-too-big beside itself as soon as a bigger file is chosen, and its form
// is not sent with it: nobody waits until 200 MB went over his line. Without this script the portal says the same.
(() => {
  for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) {
    const told = document.createElement("p");
    told.id = `${input.id}-too-big`;
    told.className = "invalid-feedback";
    const described = input.getAttribute("aria-describedby") ?? "";
    const isTooBig = () => [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));

    input.addEventListener("change", () => {
      input.parentElement.querySelectorAll(".invalid-feedback").forEach((one) => one.remove());
      const wrong = isTooBig();
      input.classList.toggle("is-invalid", wrong);
      input.setAttribute("aria-invalid", wrong);
      input.setAttribute("aria-describedby", wrong ? `${told.id} ${described}`.trim() : described);
      if (!wrong) return;
      told.textContent = input.dataset.tooBig;
      told.setAttribute("role", "alert");
      input.after(told);
    });
    input.form.addEventListener("submit", (event) => {
      if (!isTooBig()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    }, true);
  }
})();
