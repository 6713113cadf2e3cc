import { type RefObject, useEffect, useRef } from 'react';

/** Leads a list back to its top when it becomes another list: where it had been scrolled to means nothing there. */
export function useBackToTop(box: RefObject<HTMLElement | null>, list: string | undefined): void {
  const shown = useRef(list);
  useEffect(() => {
    if (shown.current === list) return;
    shown.current = list;
    box.current?.scrollTo({ top: 0 });
  }, [box, list]);
}
