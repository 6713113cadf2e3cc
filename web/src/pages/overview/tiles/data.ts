import type { Comparison, Tile } from '@/api/metric';
import type { Delta } from '@/components/Stat';
import type { Style } from '@/format/number';
import { compared } from '@/format/value';

/** Words for differences. */
export interface DeltaWords {
  previous: string;
  last_year: string;
  /** Stands after a difference between a whole period and one that is not. */
  unlike: string;
}

/** The differences to earlier periods that there are. */
export function deltasOf(tile: Tile, style: Style, words: DeltaWords): Delta[] {
  return tile.comparisons.filter(isKnown).map((comparison) => ({
    label: words[comparison.with],
    text: compared(comparison, tile.unit, style, words.unlike, tile.currency),
    sign: comparison.like_for_like ? Math.sign(comparison.change?.absolute ?? 0) : null,
  }));
}

function isKnown(comparison: Comparison): boolean {
  return comparison.change !== null;
}
