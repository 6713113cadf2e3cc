import { CheckOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Permission } from '@/api/types';
import { useGet } from '@/api/use';
import { Panel } from '@/components/Panel';
import { PlainTable } from '@/components/PlainTable';
import { QueryView } from '@/components/QueryView';
import { zh as common } from '@/i18n/words.zh';
import { matrix } from '../data';

const ORDER = Object.keys(common.permission) as Permission[];

/** Which role may do what, as the server has it. */
export function RolesMatrix() {
  const { t } = useTranslation(['settings', 'common']);
  const roles = useGet('/roles');
  return (
    <Panel title={t('users.matrix')} hint={`${t('users.matrixHint')} ${t('users.separation')}`} flush>
      <QueryView query={roles}>
        {({ items }) => (
          <PlainTable
            caption={t('users.matrix')}
            rows={matrix(items, ORDER)}
            keyOf={(row) => row.permission}
            columns={[
              {
                key: 'permission',
                title: t('users.permission'),
                cell: (row) => t(`common:permission.${row.permission}`),
              },
              ...items.map(({ role }, index) => ({
                key: role,
                centred: true,
                title: t(`common:role.${role}`),
                cell: (row: { held: boolean[] }) => (
                  <>
                    {row.held[index] && <CheckOutlined aria-hidden />}
                    <span className="visually-hidden">{t(row.held[index] ? 'users.can' : 'users.cannot')}</span>
                  </>
                ),
              })),
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}
