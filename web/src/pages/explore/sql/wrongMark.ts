import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Marks what is wrong, from and to; null: nothing any more. */
export const markWrong = StateEffect.define<{ from: number; to: number } | null>();

const MARK = Decoration.mark({ class: 'cm-wrong' });

/** Underlines what the server did not understand, until it is changed. */
export const wrongMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(markWrong));
    if (told) {
      const place = told.value as { from: number; to: number } | null;
      return place && place.from < place.to ? Decoration.set(MARK.range(place.from, place.to)) : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
