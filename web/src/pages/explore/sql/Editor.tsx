import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { SqlSchema } from '@/api/types';
import { nonceOfPage } from '@/app/nonce';
import { namesOf } from './data';
import { editorTheme } from './editorTheme';
import { offsetOf, type Place } from './place';
import { markWrong, wrongMark } from './wrongMark';

/** What may be asked of the editor. */
export interface EditorHandle {
  /** Puts a text where the cursor is. */
  insert: (text: string) => void;
  /** Puts a text in the place of all. */
  replace: (text: string) => void;
}

interface Props {
  /** The text that it begins with. */
  initial: string;
  schema: SqlSchema | undefined;
  label: string;
  hint: string;
  /** Where the last query was wrong. */
  wrong: Place | null;
  onChange: (text: string) => void;
  onRun: () => void;
  ref?: Ref<EditorHandle>;
}

/** CodeMirror with the tables and columns that the reader may query. Tab leaves it, as it leaves every other field. */
export function Editor({ initial, schema, label, hint, wrong, onChange, onRun, ref }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const words = useRef(new Compartment());
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };
  const first = useRef(initial);
  useEffect(() => {
    if (box.current === null) return;
    const run = () => {
      calls.current.onRun();
      return true;
    };
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          EditorView.cspNonce.of(nonceOfPage() ?? ''),
          keymap.of([{ key: 'Mod-Enter', run, preventDefault: true }]),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          EditorView.lineWrapping,
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          language.current.of(sql({ dialect: PostgreSQL, upperCaseKeywords: true })),
          words.current.of([]),
          wrongMark,
          editorTheme,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) calls.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const words = schema ? { schema: namesOf(schema) } : {};
    const next = sql({ dialect: PostgreSQL, upperCaseKeywords: true, ...words });
    view.current?.dispatch({ effects: language.current.reconfigure(next) });
  }, [schema]);
  useEffect(() => {
    const next = [EditorView.contentAttributes.of({ 'aria-label': label }), placeholder(hint)];
    view.current?.dispatch({ effects: words.current.reconfigure(next) });
  }, [label, hint]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const text = editor.state.doc.toString();
    const from = wrong === null ? 0 : offsetOf(wrong, text);
    const to = wrong === null ? 0 : Math.min(text.length, from + wrong.length);
    editor.dispatch({ effects: markWrong.of(wrong && { from, to }) });
  }, [wrong]);
  useImperativeHandle(ref, () => ({
    insert: (text) => {
      const editor = view.current;
      if (editor === null) return;
      editor.dispatch(editor.state.replaceSelection(text));
      editor.focus();
    },
    replace: (text) => {
      const editor = view.current;
      if (editor === null) return;
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
      editor.focus();
    },
  }));
  return <div ref={box} style={{ height: '100%' }} data-testid="sql-editor" />;
}
