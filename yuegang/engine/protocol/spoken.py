"""Say a digest in ten words that two people read to each other over the telephone, each in their own language.

One word stands for one byte, so ten words say the first 80 bits: nobody finds another roster with the same ten. The
words are everyday things whose names do not sound alike in English; the Chinese names mean the same things.
"""

from .errors import RosterError

COUNT = 10  # words: 80 bits
LANGUAGES = ("en", "zh-hans", "zh-hant")

_LIST = """
apple 苹果 蘋果|arrow 箭 箭|autumn 秋天 秋天|bamboo 竹子 竹子|banana 香蕉 香蕉
basket 篮子 籃子|bell 钟声 鐘聲|bicycle 自行车 單車|blanket 毯子 毯子|boat 小船 小船
bottle 瓶子 瓶子|bread 面包 麵包|bridge 桥梁 橋樑|broom 扫帚 掃帚|bucket 水桶 水桶
butterfly 蝴蝶 蝴蝶|button 纽扣 鈕扣|cabbage 白菜 白菜|camel 骆驼 駱駝|candle 蜡烛 蠟燭
carpet 地毯 地氈|carrot 胡萝卜 紅蘿蔔|castle 城堡 城堡|ceiling 天花板 天花板|chair 椅子 椅子
chalk 粉笔 粉筆|cherry 樱桃 櫻桃|chess 象棋 象棋|chicken 小鸡 小雞|chimney 烟囱 煙囪
clay 陶土 陶土|clock 时钟 時鐘|cloud 云朵 雲朵|coal 煤炭 煤炭|coconut 椰子 椰子
coffee 咖啡 咖啡|comb 梳子 梳子|compass 罗盘 羅盤|copper 铜 銅|coral 珊瑚 珊瑚
corn 玉米 粟米|cotton 棉花 棉花|cradle 摇篮 搖籃|crane 仙鹤 仙鶴|cricket 蟋蟀 蟋蟀
crystal 水晶 水晶|cucumber 黄瓜 青瓜|curtain 窗帘 窗簾|cushion 坐垫 坐墊|daisy 雏菊 雛菊
desert 沙漠 沙漠|diamond 钻石 鑽石|dolphin 海豚 海豚|donkey 驴子 驢子|door 门口 門口
dragon 龙 龍|drum 鼓 鼓|duck 鸭子 鴨子|eagle 老鹰 老鷹|elbow 手肘 手肘
elephant 大象 大象|engine 引擎 引擎|envelope 信封 信封|evening 傍晚 傍晚|eyebrow 眉毛 眉毛
fan 扇子 扇子|farmer 农夫 農夫|feather 羽毛 羽毛|fence 篱笆 籬笆|ferry 渡轮 渡輪
finger 手指 手指|fire 火焰 火焰|fish 鱼 魚|flower 花朵 花朵|flute 笛子 笛子
forest 森林 森林|fountain 喷泉 噴泉|fox 狐狸 狐狸|frog 青蛙 青蛙|garden 花园 花園
garlic 大蒜 大蒜|ginger 生姜 生薑|giraffe 长颈鹿 長頸鹿|glass 玻璃 玻璃|glove 手套 手套
goat 山羊 山羊|gold 黄金 黃金|goose 鹅 鵝|grape 葡萄 葡萄|grass 青草 青草
guitar 吉他 結他|hammer 锤子 錘子|harbour 港湾 港灣|hat 帽子 帽子|hedgehog 刺猬 刺蝟
helmet 头盔 頭盔|hill 山丘 山丘|honey 蜂蜜 蜂蜜|horse 马匹 馬匹|house 房屋 房屋
ice 冰块 冰塊|incense 香炉 香爐|ink 墨水 墨水|iron 铁 鐵|island 海岛 海島
jacket 外套 外套|jade 玉石 玉石|jar 罐子 罐子|jasmine 茉莉 茉莉|kettle 水壶 水壺
key 钥匙 鑰匙|kite 风筝 風箏|kitchen 厨房 廚房|knot 绳结 繩結|ladder 梯子 梯子
lake 湖泊 湖泊|lamp 台灯 枱燈|lantern 灯笼 燈籠|leaf 树叶 樹葉|leather 皮革 皮革
lemon 柠檬 檸檬|library 图书馆 圖書館|lion 狮子 獅子|lizard 蜥蜴 蜥蜴|lobster 龙虾 龍蝦
lotus 荷花 荷花|magnet 磁铁 磁鐵|mango 芒果 芒果|maple 枫树 楓樹|marble 大理石 大理石
market 市集 市集|meadow 草地 草地|medal 奖章 獎章|melon 蜜瓜 蜜瓜|mirror 镜子 鏡子
monkey 猴子 猴子|moon 月亮 月亮|morning 早晨 早晨|moss 苔藓 苔蘚|mountain 高山 高山
mushroom 蘑菇 蘑菇|mustard 芥末 芥末|needle 缝针 縫針|nest 鸟巢 鳥巢|noodle 面条 麵條
oak 橡树 橡樹|ocean 海洋 海洋|octopus 章鱼 八爪魚|olive 橄榄 橄欖|onion 洋葱 洋蔥
orange 橙子 橙子|orchid 兰花 蘭花|otter 水獭 水獺|owl 猫头鹰 貓頭鷹|oyster 牡蛎 蠔
paddle 船桨 船槳|pagoda 宝塔 寶塔|palace 宫殿 宮殿|panda 熊猫 熊貓|paper 纸张 紙張
parrot 鹦鹉 鸚鵡|peach 桃子 桃子|peacock 孔雀 孔雀|peanut 花生 花生|pearl 珍珠 珍珠
pebble 鹅卵石 鵝卵石|pencil 铅笔 鉛筆|penguin 企鹅 企鵝|pepper 胡椒 胡椒|piano 钢琴 鋼琴
pigeon 鸽子 鴿子|pillow 枕头 枕頭|pine 松树 松樹|plate 盘子 碟子|plum 李子 李子
pocket 口袋 口袋|pond 池塘 池塘|potato 土豆 薯仔|pumpkin 南瓜 南瓜|pyramid 金字塔 金字塔
quilt 棉被 棉被|rabbit 兔子 兔子|rainbow 彩虹 彩虹|ribbon 丝带 絲帶|rice 米饭 米飯
river 河流 河流|robin 知更鸟 知更鳥|rocket 火箭 火箭|roof 屋顶 屋頂|rope 绳索 繩索
rose 玫瑰 玫瑰|saddle 马鞍 馬鞍|sail 船帆 船帆|salmon 三文鱼 三文魚|salt 食盐 食鹽
sand 沙子 沙子|sandal 凉鞋 涼鞋|scarf 围巾 圍巾|school 学校 學校|scissors 剪刀 剪刀
seed 种子 種子|sesame 芝麻 芝麻|shadow 影子 影子|sheep 绵羊 綿羊|shell 贝壳 貝殼
shovel 铲子 鏟子|silk 丝绸 絲綢|silver 银 銀|snow 雪花 雪花|soap 肥皂 肥皂
sparrow 麻雀 麻雀|spider 蜘蛛 蜘蛛|spinach 菠菜 菠菜|spoon 勺子 匙羹|spring 春天 春天
squirrel 松鼠 松鼠|stairs 楼梯 樓梯|star 星星 星星|steam 蒸汽 蒸汽|stone 石头 石頭
storm 暴风雨 暴風雨|sugar 白糖 白糖|summer 夏天 夏天|swallow 燕子 燕子|sword 宝剑 寶劍
table 桌子 桌子|tea 茶叶 茶葉|temple 寺庙 寺廟|thread 棉线 棉線|thunder 雷声 雷聲
tiger 老虎 老虎|tomato 西红柿 番茄|tortoise 乌龟 烏龜|tower 高塔 高塔|train 火车 火車
tulip 郁金香 鬱金香|tunnel 隧道 隧道|turnip 萝卜 蘿蔔|umbrella 雨伞 雨傘|valley 山谷 山谷
velvet 天鹅绒 天鵝絨|vinegar 醋 醋|violin 小提琴 小提琴|volcano 火山 火山|wagon 马车 馬車
walnut 核桃 核桃|watermelon 西瓜 西瓜|wheel 车轮 車輪|whistle 哨子 哨子|willow 柳树 柳樹
window 窗户 窗戶|winter 冬天 冬天|wolf 狼 狼|wool 羊毛 羊毛|yacht 游艇 遊艇
zebra 斑马 斑馬
"""
WORDS = tuple(tuple(entry.split()) for line in _LIST.strip().splitlines() for entry in line.split("|"))


def spoken(digest: str, language: str = "en") -> str:
    """Return the ten words of a digest ("sha256:…") in en, zh-hans or zh-hant, joined by hyphens."""
    column = LANGUAGES.index(language)
    return "-".join(WORDS[byte][column] for byte in bytes.fromhex(digest.removeprefix("sha256:"))[:COUNT])


def heard(words: str) -> str:
    """Return the first 20 hexadecimal digits that ten words say, whichever language each is in.

    Raises RosterError "roster.words" (place: the word) for another word or another number of them.
    """
    said = words.lower().replace(",", " ").replace("-", " ").split()
    if len(said) != COUNT:
        raise RosterError("roster.words", str(len(said)))
    return bytes(_byte_of(word) for word in said).hex()


def _byte_of(word: str) -> int:
    for byte, names in enumerate(WORDS):
        if word in names:
            return byte
    raise RosterError("roster.words", word)
