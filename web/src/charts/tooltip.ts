/** A line of a tooltip. */
export interface TooltipLine {
  color?: string;
  name: string;
  value: string;
}

/** A tooltip made of elements: markup with style attributes would be blocked by the content security policy. */
export function tooltip(title: string, lines: TooltipLine[], note?: string): HTMLElement {
  const box = element('div', 'chart-tooltip');
  box.append(element('div', 'chart-tooltip-title', title));
  for (const line of lines) {
    const row = element('div', 'chart-tooltip-line');
    const dot = element('span', 'chart-tooltip-dot');
    dot.style.background = line.color ?? 'transparent';
    row.append(dot, element('span', 'chart-tooltip-name', line.name), element('strong', 'num', line.value));
    box.append(row);
  }
  if (note) box.append(element('div', 'chart-tooltip-note', note));
  return box;
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
