import { FilterOutlined } from '@ant-design/icons';
import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { CustomerFilter, SavedFilter } from '@/api/customers';
import { useGetAll, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { Field } from '@/components/Field';
import { MenuButton, type MenuEntry } from '@/components/MenuButton';
import { useToast } from '@/components/Toast';
import styles from '../customers.module.css';
import { filterOf, isFiltered, sameFilter } from '../filter';
import { useFilter } from './useFilter';

/** Filters under names, one's own and shared ones. */
export function SavedFilters({ filter }: { filter: CustomerFilter }) {
  const { t } = useTranslation('customers');
  const may = useMay('view_customers');
  const { change } = useFilter();
  const { data: saved = [] } = useGetAll('/customer-filters', { enabled: may });
  const [naming, setNaming] = useState(false);
  const [removing, setRemoving] = useState<SavedFilter | null>(null);
  const update = useUpdate();
  const current = saved.find((one) => sameFilter(filterOf(one.spec), filter));
  const mine = saved.filter((one) => one.own);
  const entries: MenuEntry[] = [
    { key: 'head', heading: true, label: saved.length > 0 ? t('saved.title') : t('saved.none') },
    ...saved.map((one) => ({
      key: one.id,
      label: one.own ? one.title : `${one.title} · ${t('saved.of', { owner: one.owner })}`,
      chosen: one === current,
      onChoose: () => change(filterOf(one.spec), true),
    })),
    ...(isFiltered(filter) && !current
      ? [{ key: 'save', label: t('saved.save'), onChoose: () => setNaming(true) }]
      : []),
    ...(isFiltered(filter) && !current ? mine : []).map((one) => ({
      key: `update-${one.id}`,
      label: t('saved.update', { title: one.title }),
      onChoose: () => update(one, filter),
    })),
    ...(current
      ? [
          {
            key: 'remove',
            label: t('saved.remove', { title: current.title }),
            onChoose: () => setRemoving(current),
            ...(!mine.includes(current) && { disabledBecause: t('saved.mine') }),
          },
        ]
      : []),
  ];
  return (
    <>
      <MenuButton
        entries={entries}
        button={{ icon: <FilterOutlined />, children: current?.title ?? t('saved.title') }}
      />
      {naming && <NameDialog filter={filter} onClose={() => setNaming(false)} />}
      {removing && <RemoveDialog saved={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function useUpdate(): (saved: SavedFilter, filter: CustomerFilter) => void {
  const { t } = useTranslation('customers');
  const toast = useToast();
  const put = useWrite('PUT /customer-filters/{id}', ['/customer-filters']);
  return ({ id, title, shared, version }, spec) =>
    put.mutate(
      { body: { title, shared, spec }, path: { id }, ifMatch: version },
      { onSuccess: () => toast.done(t('saved.done', { title })), onError: toast.failed },
    );
}

function NameDialog({ filter, onClose }: { filter: CustomerFilter; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const toast = useToast();
  const [title, setTitle] = useState('');
  const [shared, setShared] = useState(false);
  const [key] = useState(newIdempotencyKey);
  const save = useWrite('POST /customer-filters', ['/customer-filters']);
  const submit = () => {
    if (title.trim() === '') return;
    save.mutate(
      { body: { title: title.trim(), shared, spec: filter }, idempotencyKey: key },
      {
        onSuccess: () => {
          toast.done(t('saved.done', { title: title.trim() }));
          onClose();
        },
        onError: toast.failed,
      },
    );
  };
  return (
    <Modal
      open
      title={t('saved.save')}
      okText={t('action.save', { ns: 'common' })}
      okButtonProps={{ disabled: title.trim() === '' }}
      confirmLoading={save.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <Field label={t('saved.name')}>
          {(id) => (
            <Input
              id={id}
              autoFocus
              maxLength={80}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              onPressEnter={submit}
            />
          )}
        </Field>
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {t('saved.share')}
        </Checkbox>
      </div>
    </Modal>
  );
}

function RemoveDialog({ saved, onClose }: { saved: SavedFilter; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const toast = useToast();
  const remove = useWrite('DELETE /customer-filters/{id}', ['/customer-filters']);
  const { id, title, version } = saved;
  return (
    <Modal
      open
      title={t('saved.removeAsk', { title })}
      okText={t('action.delete', { ns: 'common' })}
      okButtonProps={{ danger: true }}
      confirmLoading={remove.isPending}
      onOk={() =>
        remove.mutate(
          { body: undefined, path: { id }, ifMatch: version },
          {
            onSuccess: () => {
              toast.done(t('saved.removed', { title }));
              onClose();
            },
            onError: toast.failed,
          },
        )
      }
      onCancel={onClose}
    />
  );
}
