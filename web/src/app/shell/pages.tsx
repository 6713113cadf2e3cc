import {
  ApartmentOutlined,
  CompassOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Permission } from '@/api/types';

/** A page of the side navigation. */
export interface PageEntry {
  id: 'overview' | 'explore' | 'customers' | 'models' | 'data' | 'settings';
  to: '/overview' | '/explore' | '/customers' | '/models' | '/data' | '/settings';
  icon: ReactNode;
  /** What it takes to see it; absent: nothing. */
  needs?: Permission;
  /** Whether it stands in the bar of a phone; the others are behind “more”. */
  onPhone: boolean;
}

/** The pages, in the order in which they are read. */
export const PAGES: readonly PageEntry[] = [
  { id: 'overview', to: '/overview', icon: <DashboardOutlined />, needs: 'view_metrics', onPhone: true },
  { id: 'explore', to: '/explore', icon: <CompassOutlined />, needs: 'view_metrics', onPhone: true },
  { id: 'customers', to: '/customers', icon: <TeamOutlined />, needs: 'view_customers', onPhone: true },
  { id: 'models', to: '/models', icon: <ApartmentOutlined />, needs: 'view_models', onPhone: true },
  { id: 'data', to: '/data', icon: <DatabaseOutlined />, needs: 'view_data', onPhone: false },
  { id: 'settings', to: '/settings', icon: <SettingOutlined />, onPhone: false },
];
