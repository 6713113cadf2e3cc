import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { problemFrom } from '@/api/problem';
import { usePick } from '@/i18n/useLang';
import styles from './toast.module.css';

type Tone = 'good' | 'bad';

interface Toasts {
  /** Says that something was done. */
  done: (text: string) => void;
  /** Says what went wrong and what to do. */
  failed: (error: unknown) => void;
  /** Says in words of the page what could not be done. */
  refused: (text: string) => void;
}

const Context = createContext<Toasts | null>(null);
/** Time that a sentence stays; what went wrong stays longer. */
const SHOWN_MS: Record<Tone, number> = { good: 3000, bad: 8000 };

/** Short sentences at the edge of the page, read aloud too. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const pick = usePick();
  const [shown, setShown] = useState<{ id: number; tone: Tone; text: string }[]>([]);
  const next = useRef(0);
  const show = useCallback((tone: Tone, text: string) => {
    const id = next.current++;
    setShown((before) => [...before, { id, tone, text }]);
    setTimeout(() => setShown((before) => before.filter((toast) => toast.id !== id)), SHOWN_MS[tone]);
  }, []);
  const toasts = useMemo<Toasts>(
    () => ({
      done: (text) => show('good', text),
      refused: (text) => show('bad', text),
      failed: (error) => {
        const problem = problemFrom(error);
        show('bad', [pick(problem.problem), pick(problem.remedy)].filter(Boolean).join(' '));
      },
    }),
    [show, pick],
  );
  return (
    <Context.Provider value={toasts}>
      {children}
      <div className={styles.toasts} role="status" aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
            {toast.text}
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}

/** Short sentences about what was done. */
export function useToast(): Toasts {
  const toasts = useContext(Context);
  if (toasts === null) throw new Error('useToast is used outside ToastProvider');
  return toasts;
}
