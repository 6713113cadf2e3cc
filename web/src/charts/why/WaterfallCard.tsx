import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import './texts';
import type { Why } from '@/api/metric';
import type { Freshness } from '@/api/types';
import { ChartCard } from '@/charts/ChartCard';
import { useLook } from '@/charts/useLook';
import { MenuButton } from '@/components/MenuButton';
import { useDimensions } from '@/question/useDimensions';
import { waterfallOption, whyTable } from './data';
import { mainDimension, stepsOf } from './steps';
import { useSentence } from './useSentence';
import { useWhyWords } from './useWhyWords';
import styles from './why.module.css';

/** Pixels of a step, and of what stands around the steps. */
const STEP = 30;
const AROUND = 32;
/** Height where there is nothing to draw. */
const NOTHING = 160;

interface Props {
  why: Why;
  /** The dimension to split by; absent: the most telling one. */
  dimension?: string;
  onDimension: (dimension: string) => void;
  freshness?: Freshness;
  actions?: ReactNode;
}

/** A change taken apart by one dimension: the steps, and what they say in sentences. */
export function WaterfallCard({ why, dimension: asked, onDimension, freshness, actions }: Props) {
  const { t } = useTranslation('why');
  const look = useLook();
  const words = useWhyWords();
  const sentence = useSentence();
  const { labelOf } = useDimensions();
  const dimension = why.dimensions.find((one) => one.dim === asked) ?? mainDimension(why);
  const steps = useMemo(() => (dimension ? stepsOf(why, dimension) : []), [why, dimension]);
  const option = useMemo(() => waterfallOption(steps, why, look, words), [steps, why, look, words]);
  const table = useMemo(
    () => (dimension ? whyTable(dimension, why, look, words) : { columns: [], rows: [] }),
    [dimension, why, look, words],
  );
  return (
    <ChartCard
      title={t('title')}
      lead={
        <p className={styles.story}>
          {sentence(why, dimension, dimension ? labelOf(dimension.dim) : '').map((text) => (
            <span key={text}>{text} </span>
          ))}
        </p>
      }
      caption={option ? t('steps', { from: why.before.period.label, to: why.after.period.label }) : t('none')}
      option={option}
      height={option ? steps.length * STEP + AROUND : NOTHING}
      table={table}
      freshness={freshness}
      actions={
        <>
          {actions}
          {dimension && (
            <MenuButton
              button={{ size: 'small', children: t('by', { dimension: labelOf(dimension.dim) }) }}
              entries={why.dimensions.map((one) => ({
                key: one.dim,
                label: labelOf(one.dim),
                chosen: one.dim === dimension.dim,
                onChoose: () => onDimension(one.dim),
              }))}
            />
          )}
        </>
      }
    />
  );
}
