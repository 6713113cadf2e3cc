/** Saves what an address holds under a name. */
export function saveAs(url: string | undefined, name: string): void {
  if (url === undefined) return;
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Saves what a server answered under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveAs(url, name);
  URL.revokeObjectURL(url);
}
