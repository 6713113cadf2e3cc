/**
 * Copies a text; false where the browser does not let it. `navigator.clipboard` is missing where the page came by plain http from another
 * machine: there it is done the older way.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Copies out of an input that is there for that moment only. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const input = document.createElement('textarea');
  input.value = text;
  input.readOnly = true;
  input.className = 'visually-hidden';
  // Dialogs take the focus back from whatever is outside them.
  (before?.closest('[role=dialog]') ?? document.body).append(input);
  // What is copied does not depend on what the browser did with the focus.
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put);
  try {
    input.select();
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    document.removeEventListener('copy', put);
    input.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}
