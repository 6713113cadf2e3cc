import { DeleteOutlined, DragOutlined, ExpandAltOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DashboardItem } from '@/api/documents';
import styles from './dashboards.module.css';
import { moved, resized, without } from './layout';
import type { Draft } from './useDraft';

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moves, sizes and takes away an item: by dragging, or by the arrow keys. */
export function EditTools({ item, title, draft }: { item: DashboardItem; title: string; draft: Draft }) {
  const { t } = useTranslation('explore');
  const [said, setSaid] = useState('');
  const { items, setItems } = draft;
  const byKeys = (change: typeof moved) => (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return;
    event.preventDefault();
    const next = change(items, item.id, ...arrow);
    setItems(next);
    const place = next.find((one) => one.id === item.id);
    if (place) setSaid(t('dashboards.at', { column: place.x + 1, row: place.y + 1, width: place.w, height: place.h }));
  };
  return (
    <div className={styles.tools} role="group" aria-label={t('dashboards.tools', { title })}>
      <Button
        size="small"
        className={styles.handle}
        icon={<DragOutlined />}
        aria-label={t('dashboards.move', { title })}
        title={t('dashboards.moveHint')}
        onKeyDown={byKeys(moved)}
      />
      <Button
        size="small"
        icon={<ExpandAltOutlined />}
        aria-label={t('dashboards.resize', { title })}
        title={t('dashboards.resizeHint')}
        onKeyDown={byKeys(resized)}
      />
      <Button
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('dashboards.takeAway', { title })}
        title={t('dashboards.takeAway', { title })}
        onClick={() => setItems(without(items, item.id))}
      />
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}
