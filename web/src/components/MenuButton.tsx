import { Button, type ButtonProps, Popover } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import styles from './menu.module.css';

/** A thing to choose. */
export interface MenuEntry {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  onChoose?: () => void;
  /** Marks what is in force. */
  chosen?: boolean;
  /** Not to be chosen now, and why. */
  disabledBecause?: string;
  /** Says what the following are. */
  heading?: boolean;
}

interface Props {
  entries: MenuEntry[];
  /** Names the button where it has no text. */
  label?: string;
  button: ButtonProps;
  placement?: 'bottomRight' | 'bottomLeft' | 'topRight';
}

/** A button that opens a short list of things to do. */
export function MenuButton({ entries, label, button, placement = 'bottomRight' }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const content = (
    <div role="dialog" aria-labelledby={id}>
      <ul className={styles.menu}>
        {entries.map((entry) => (
          <li key={entry.key}>
            {entry.heading ? (
              <span className={styles.heading}>{entry.label}</span>
            ) : (
              <button
                type="button"
                className={styles.entry}
                aria-pressed={entry.chosen}
                disabled={entry.disabledBecause !== undefined}
                title={entry.disabledBecause}
                onClick={() => {
                  setOpen(false);
                  entry.onChoose?.();
                }}
              >
                {entry.icon}
                {entry.label}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement={placement}
      arrow={false}
      content={content}
      styles={{ container: { padding: 4 } }}
    >
      <Button id={id} aria-label={label} aria-expanded={open} aria-haspopup="dialog" {...button} />
    </Popover>
  );
}
