import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { i18n, t } from "./i18n";

/** The date of a timestamp; the epoch when it is unset. */
export function dateOf(time: Timestamp | undefined): Date {
  return time ? timestampDate(time) : new Date(0);
}

export function number(value: number | bigint, digits = 0): string {
  return new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** "1.4 MB" */
export function bytes(value: bigint | number): string {
  const { amount, unit } = inUnit(Number(value));
  return new Intl.NumberFormat(i18n.locale, {
    style: "unit",
    unit: UNITS[unit]!,
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: unit === 0 || amount >= 100 ? 0 : 1,
  }).format(amount);
}

/** "2.1 of 4.7 GB" */
export function bytesOf(done: number, total: number): string {
  const { amount, unit } = inUnit(total);
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  return t("bytes.of", { done: number(done / 1000 ** unit, digits), total: bytes(total) });
}

function inUnit(value: number): { amount: number; unit: number } {
  let amount = value;
  let unit = 0;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return { amount, unit };
}

/** "4.2 s", "320 ms" */
export function duration(ms: bigint | number): string {
  const value = Number(ms);
  return value < 1000 ? t("time.ms", { value }) : t("time.s", { value: number(value / 1000, value < 10_000 ? 1 : 0) });
}

export function day(date: Date, now: Date = new Date()): string {
  const days = daysBetween(date, now);
  if (days === 0) return t("time.today");
  if (days === 1) return t("time.yesterday");
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const weekday = days < 7 ? "long" : undefined;
  return new Intl.DateTimeFormat(i18n.locale, { ...(weekday ? { weekday } : {}), day: "numeric", month: "long", ...(year ? { year } : {}) }).format(date);
}

/** A day within a sentence: "today". */
export function dayWithin(date: Date, now: Date = new Date()): string {
  const days = daysBetween(date, now);
  return days === 0 ? t("time.today.within") : days === 1 ? t("time.yesterday.within") : day(date, now);
}

/** The part of the past that a day belongs to: today, yesterday, the 7 and the 30 days before today, then each month. */
export function period(date: Date, now: Date = new Date()): string {
  const days = daysBetween(date, now);
  if (days <= 1) return day(date, now);
  if (days <= 7) return t("time.week");
  if (days <= 30) return t("time.month");
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(i18n.locale, { month: "long", ...(year ? { year } : {}) }).format(date);
}

export function clock(date: Date): string {
  return new Intl.DateTimeFormat(i18n.locale, { hour: "numeric", minute: "2-digit" }).format(date);
}

/** "Today, 6:04 PM" */
export function moment(date: Date, now: Date = new Date()): string {
  return t("time.moment", { day: day(date, now), clock: clock(date) });
}

/** "Nov 21, 6:04 PM": a moment where there is little room. */
export function shortMoment(date: Date, now: Date = new Date()): string {
  if (daysBetween(date, now) === 0) return clock(date);
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(i18n.locale, { day: "numeric", month: "short", ...(year ? { year } : {}), hour: "numeric", minute: "2-digit" }).format(date);
}

/** "2 minutes ago" */
export function ago(date: Date, now: Date = new Date()): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat(i18n.locale, { numeric: "auto" });
  if (seconds > -45) return t("time.now");
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), "minute");
  if (seconds > -86_400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86_400), "day");
}

/** "9f3c a1": enough of a hash to tell two apart by eye. */
export function shortHash(hash: string): string {
  return hash ? `${hash.slice(0, 4)} ${hash.slice(4, 8)}` : "";
}

function daysBetween(date: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
}

/** The first moment of the day of a date, in milliseconds. */
export function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
