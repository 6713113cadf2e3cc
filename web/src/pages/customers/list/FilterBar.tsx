import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef, Select } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerFilter, CustomerStatus, Level } from '@/api/customers';
import type { Workspace } from '@/api/types';
import { usePhone } from '@/app/appearance';
import { usePick } from '@/i18n/useLang';
import styles from '../customers.module.css';
import { DIMENSIONS, isFiltered, LEVELS, SORTS, STATUSES, toggled } from '../filter';
import { useSegments } from '../useSegments';
import { asSent, isUnsent, underAddress } from './typing';
import { useFilter } from './useFilter';

/** Time after the last key until the search is asked. */
const PAUSE_MS = 250;

interface Props {
  filter: CustomerFilter;
  workspace: Workspace | undefined;
}

/** Everything that the list can be narrowed by; all of it is in the address. */
export function FilterBar({ filter, workspace }: Props) {
  const { t } = useTranslation('customers');
  const { change } = useFilter();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.tools}>
      <Search text={filter.search ?? ''} onSearch={(search) => change({ search })} />
      <LevelButtons levels={filter.level} onChange={(level) => change({ level })} />
      {phone && (
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('filters')}
        </Button>
      )}
      {(!phone || open) && <Picks filter={filter} workspace={workspace} phone={phone} />}
      {isFiltered(filter) && (
        <Button type="text" onClick={() => change({ sort: filter.sort }, true)}>
          {t('clear')}
        </Button>
      )}
    </div>
  );
}

function Picks({ filter, workspace, phone }: Props & { phone: boolean }) {
  const { t } = useTranslation('customers');
  const pick = usePick();
  const { change } = useFilter();
  const segments = useSegments();
  const definitions = workspace?.definitions ?? [];
  const dimension = (id: string) => workspace?.dimensions.find((known) => known.id === id);
  const there = DIMENSIONS.flatMap(([name, id]) => {
    const values = dimension(id)?.values.filter((value) => value !== null) ?? [];
    return values.length > 0 ? [{ name, values }] : [];
  });
  return (
    <>
      {there.map(({ name, values }) => (
        <PickSeveral
          key={name}
          label={t(`filter.${name}`)}
          values={filter[name]}
          options={values.map((value) => ({ value, label: value }))}
          onChange={(chosen) => change({ [name]: chosen })}
        />
      ))}
      {segments.length > 0 && (
        <PickSeveral
          label={t('filter.segment')}
          values={filter.segment}
          options={segments.map((name) => ({ value: name.zh, label: pick(name) }))}
          onChange={(segment) => change({ segment })}
        />
      )}
      <PickSeveral<CustomerStatus>
        label={t('filter.status')}
        values={filter.status}
        options={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
        onChange={(status) => change({ status })}
      />
      {definitions.length > 1 && (
        <Pick
          label={t('filter.definition')}
          value={filter.definition}
          options={definitions.map(({ id, sentence }) => ({ value: id, label: pick(sentence) }))}
          onChange={(definition) => change({ definition })}
        />
      )}
      {phone && (
        <Pick
          label={t('filter.sort')}
          value={filter.sort ?? 'value_at_risk'}
          options={SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
          onChange={(sort) => change({ sort: SORTS.find((known) => known === sort) })}
        />
      )}
    </>
  );
}

interface PickProps {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Pick({ label, value, options, onChange }: PickProps) {
  return (
    <Select
      className={styles.pick}
      aria-label={label}
      placeholder={label}
      value={value}
      options={options}
      onChange={onChange}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
    />
  );
}

interface SeveralProps<Value> {
  label: string;
  values: Value[] | undefined;
  options: { value: Value; label: string }[];
  onChange: (values: Value[] | undefined) => void;
}

function PickSeveral<Value extends string = string>({ label, values, options, onChange }: SeveralProps<Value>) {
  return (
    <Select<Value[]>
      mode="multiple"
      className={styles.pick}
      aria-label={label}
      placeholder={label}
      value={values ?? []}
      options={options}
      onChange={(chosen) => onChange(chosen.length > 0 ? chosen : undefined)}
      allowClear
      maxTagCount={1}
      maxTagTextLength={6}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
    />
  );
}

/** Levels that are shown; none chosen: all. */
function LevelButtons({ levels, onChange }: { levels?: Level[]; onChange: (levels: Level[] | undefined) => void }) {
  const { t } = useTranslation('customers');
  return (
    <fieldset className={styles.levels}>
      <legend className="visually-hidden">{t('filter.level')}</legend>
      {LEVELS.map((level) => (
        <button
          key={level}
          type="button"
          className={styles.levelButton}
          data-level={level}
          aria-pressed={levels?.includes(level) ?? false}
          onClick={() => onChange(toggled(levels, level))}
        >
          {t(`level.${level}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** Asks when one has stopped typing; `/` leads into it. */
function Search({ text, onSearch }: { text: string; onSearch: (text: string | undefined) => void }) {
  const { t } = useTranslation('customers');
  const input = useRef<InputRef>(null);
  const [typing, setTyping] = useState({ typed: text, sent: text });
  useEffect(() => setTyping((before) => underAddress(before, text)), [text]);
  const ask = useCallback(() => {
    const next = asSent(typing);
    setTyping(next);
    onSearch(next.sent || undefined);
  }, [typing, onSearch]);
  useEffect(() => {
    if (!isUnsent(typing)) return;
    const timer = setTimeout(ask, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typing, ask]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]');
      if (event.key !== '/' || inField) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <Input
      ref={input}
      className={styles.search}
      prefix={<SearchOutlined />}
      placeholder={t('search')}
      title={t('searchHint')}
      aria-label={t('search')}
      value={typing.typed}
      allowClear
      onChange={({ target }) => setTyping((before) => ({ ...before, typed: target.value }))}
      onPressEnter={ask}
    />
  );
}
