import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { usePhone } from '@/app/appearance';
import { QueryView } from '@/components/QueryView';
import { EditUser } from './EditUser';
import { NewUser } from './NewUser';

interface Props {
  /** Id of a user, `new`, or nobody. */
  opened: string | undefined;
  onClose: () => void;
  /** Gets a temporary password. */
  onSecret: (password: string) => void;
}

/** A user at the side of the list. */
export function UserDrawer({ opened, onClose, onSecret }: Props) {
  const { t } = useTranslation('settings');
  const phone = usePhone();
  const edits = opened !== undefined && opened !== 'new';
  const user = useGet('/users/{id}', { path: { id: opened ?? '' } }, { enabled: edits });
  const title = edits ? t('users.edit', { name: user.data?.name ?? '' }) : t('users.create');
  return (
    <Drawer open={opened !== undefined} onClose={onClose} title={title} size={phone ? '100%' : 520} destroyOnHidden>
      {opened === 'new' && (
        <NewUser
          onMade={(password) => {
            onClose();
            onSecret(password);
          }}
        />
      )}
      {edits && (
        <QueryView query={user}>
          {(found) => <EditUser key={found.id} user={found} onSaved={onClose} onSecret={onSecret} />}
        </QueryView>
      )}
    </Drawer>
  );
}
