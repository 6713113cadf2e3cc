import { CloseOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { bytes } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import own from './upload.module.css';
import type { Sending } from './useSending';

interface Props {
  sending: Sending[];
  onCancel: (id: number) => void;
  onDismiss: (id: number) => void;
}

/** Files on their way, how far they are, and what became of them. */
export function SendingList({ sending, onCancel, onDismiss }: Props) {
  const { t } = useTranslation('data');
  if (sending.length === 0) return null;
  return (
    <ul className={own.files} aria-label={t('upload.sending')}>
      {sending.map((one) => {
        const open = one.state === 'sending' || one.state === 'waiting';
        return (
          <li key={one.id} className={own.file}>
            <div className={own.fileMain}>
              <span className={own.fileName}>{one.name}</span>
              <span className="muted num">{bytes(one.bytes)}</span>
              {one.upload && (
                <Link to="/data/$section" params={{ section: 'upload' }} search={{ upload: one.upload.id }}>
                  {t('upload.open')}
                </Link>
              )}
              <Button
                size="small"
                type="text"
                icon={<CloseOutlined />}
                aria-label={`${t(open ? 'upload.cancel' : 'upload.dismiss')}: ${one.name}`}
                onClick={() => (open ? onCancel(one.id) : onDismiss(one.id))}
              />
            </div>
            {open && (
              <Progress
                percent={Math.floor(one.share * 100)}
                size="small"
                aria-label={`${t('upload.sent')}: ${one.name}`}
                status={one.share === 1 ? 'active' : 'normal'}
              />
            )}
            <SendingState one={one} />
          </li>
        );
      })}
    </ul>
  );
}

function SendingState({ one }: { one: Sending }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  if (one.problem)
    return (
      <p role="alert" className={styles.bad}>
        {pick(one.problem.problem)} {pick(one.problem.remedy)}
      </p>
    );
  if (one.state === 'sending' && one.share === 1) return <p className={styles.note}>{t('upload.looking')}</p>;
  if (one.state === 'waiting') return <p className={styles.note}>{t('upload.waiting')}</p>;
  if (one.state === 'cancelled') return <p className={styles.note}>{t('upload.cancelled')}</p>;
  return null;
}
