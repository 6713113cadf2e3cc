import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Why, WhyDimension } from '@/api/metric';
import { useLook } from '@/charts/useLook';
import { change, value } from '@/format/value';
import { usePick } from '@/i18n/useLang';
import { effectText } from './data';
import { SMALL_MIX, storyOf } from './steps';

/** Says a change in plain sentences: how much, which segment, whether that may be chance, and how much was mix. */
export function useSentence(): (why: Why, dimension: WhyDimension | undefined, label: string) => string[] {
  const { t } = useTranslation('why');
  const pick = usePick();
  const look = useLook();
  return useCallback(
    (why, dimension, label) => {
      const { metric, before, after, currency } = why;
      const write = (number: number | null) => value(number, metric.unit, look.style, currency);
      const direction = why.change.absolute > 0 ? 'up' : why.change.absolute < 0 ? 'down' : 'same';
      const facts = {
        name: pick(metric.name),
        before: write(before.value),
        after: write(after.value),
        from: before.period.label,
        to: after.period.label,
        change: change(why.change, metric.unit, look.style, currency),
      };
      const sentences: string[] = [t(`moved.${direction}`, facts)];
      if (!why.like_for_like) sentences.push(t('unlike'));
      if (dimension === undefined) return sentences;
      const story = storyOf(why, dimension);
      if (story.leader) {
        const [was, is] = story.leader.value;
        sentences.push(
          t(was === null || is === null ? 'leaderAlone' : 'leader', {
            dimension: label,
            segment: story.leader.segment ?? look.words.unknown,
            before: write(was),
            after: write(is),
            effect: effectText(story.leader.rate, why, look),
          }),
        );
        if (story.chance) sentences.push(t('chance'));
      }
      if (metric.denominator !== null && story.mixPart !== null)
        sentences.push(
          t(Math.abs(story.mixPart) < SMALL_MIX ? 'mixSmall' : 'mixLarge', { mix: effectText(story.mix, why, look) }),
        );
      return sentences;
    },
    [t, pick, look],
  );
}
