//! Invented people: names, phones, places.

use crate::draw::Draw;
use crate::life::Life;
use crate::world::World;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "罗",
    "高", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡",
    "欧阳", "上官",
];

const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平",
    "刚", "桂英", "建华", "志强", "秀兰", "文博", "雨桐", "子涵", "浩然", "欣怡", "梓轩", "佳琪", "晓东", "海燕",
    "国庆", "思远", "嘉豪", "美玲", "春梅", "立新", "一鸣",
];

/// Parts of an unnamed city.
pub(crate) const REGIONS: &[&str] = &["城东", "城西", "城南", "城北", "高新区", "开发区", "老城区", "郊县"];

/// Star signs: everybody has one, it explains nothing.
pub(crate) const SIGNS: &[&str] = &[
    "白羊座",
    "金牛座",
    "双子座",
    "巨蟹座",
    "狮子座",
    "处女座",
    "天秤座",
    "天蝎座",
    "射手座",
    "摩羯座",
    "水瓶座",
    "双鱼座",
];

/// Blood types: likewise.
pub(crate) const BLOOD_TYPES: &[&str] = &["A型", "B型", "O型", "AB型"];

/// Appends a name.
pub(crate) fn push_name(draw: &mut Draw, out: &mut String) {
    out.push_str(draw.pick(SURNAMES));
    out.push_str(draw.pick(GIVEN));
}

/// Eleven digits that begin with 138; whom they belong to is chance.
pub(crate) fn phone(draw: &mut Draw) -> u64 {
    13_800_000_000 + draw.below(100_000_000)
}

/// Draws who a customer is and since when: most were there before the history begins, some join after the cut-off.
pub(crate) fn be_born(world: &World, draw: &mut Draw, life: &mut Life<'_>, channels: &[&'static str]) {
    push_name(draw, &mut life.name);
    life.phone = phone(draw);
    life.gender = draw.pick(&["男", "女"]);
    life.age = (38.0 + 12.0 * draw.normal()).round().clamp(18.0, 80.0) as i32;
    life.region = draw.pick(REGIONS);
    life.channel = draw.pick(channels);
    life.owner = world.staff.pick(draw);
    life.joined = if draw.chance(0.58) {
        world.start - 30 - (2_400.0 * draw.unit().powf(1.3)) as i32
    } else {
        draw.between(world.start, world.end - 20)
    };
}

/// Employee for a conversation: usually the one in charge, otherwise anybody.
pub(crate) fn agent(world: &World, draw: &mut Draw, owner: usize) -> usize {
    if draw.chance(0.6) {
        owner
    } else {
        world.staff.pick(draw)
    }
}
