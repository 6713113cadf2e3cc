import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelShapes } from '@/api/models';
import { Panel } from '@/components/Panel';
import { usePick } from '@/i18n/useLang';
import { type Term, termsOf } from '../charts/shape';
import styles from '../models.module.css';
import { ShapeCard } from './ShapeCard';

/** Every term of an additive model, one of them drawn. */
export function ShapesPanel({ shapes }: { shapes: ModelShapes }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const { term: wanted } = useSearch({ from: '/shell/models/$id' });
  const terms = useMemo(() => termsOf(shapes, pick), [shapes, pick]);
  const chosen = terms.find((term) => term.id === wanted) ?? terms[0];
  if (chosen === undefined) {
    const hasCard = shapes.parts.some((part) => part.card.length > 0);
    return hasCard ? null : (
      <Panel title={t('looks.shapes')}>
        <p className="muted">{t('looks.shapesNone')}</p>
      </Panel>
    );
  }
  return (
    <div className={styles.shapes}>
      <Terms id={shapes.model_id} terms={terms} chosen={chosen} />
      <ShapeCard term={chosen} />
    </div>
  );
}

function Terms({ id, terms, chosen }: { id: string; terms: Term[]; chosen: Term }) {
  const { t } = useTranslation('model');
  const navigate = useNavigate({ from: '/models/$id' });
  const [typed, setTyped] = useState('');
  const most = terms[0]?.importance || 1;
  const found = terms.filter((term) => `${term.label} ${term.id}`.toLowerCase().includes(typed.trim().toLowerCase()));
  const choose = (term: string) =>
    void navigate({
      to: '/models/$id',
      params: { id },
      search: (before) => ({ ...before, term }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Panel title={t('looks.shapes')} hint={t('looks.shapesHint')}>
      <Input
        allowClear
        aria-label={t('looks.find')}
        placeholder={t('looks.find')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul className={styles.terms}>
        {found.map((term) => (
          <li key={term.id}>
            <button
              type="button"
              className={styles.term}
              aria-pressed={term.id === chosen.id}
              title={term.id}
              onClick={() => choose(term.id)}
            >
              {term.label}
              <svg className={styles.termBar} viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * term.importance) / most} height="3" fill="currentColor" opacity="0.5" />
              </svg>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
