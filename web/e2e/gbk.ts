/** Chinese texts as bytes of GBK: browsers and Node read it but do not write it, so the table is made by reading every pair. */
const TABLE = table();

/** A text in GBK; what it does not have is an error. */
export function gbk(text: string): Buffer {
  const out: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const pair = TABLE.get(char);
    if (code < 0x80) out.push(code);
    else if (pair !== undefined) out.push(pair >> 8, pair & 0xff);
    else throw new Error(`GBK has no ${char}`);
  }
  return Buffer.from(out);
}

function table(): Map<string, number> {
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\uFFFD' && !found.has(char)) found.set(char, (lead << 8) | trail);
    }
  }
  return found;
}
