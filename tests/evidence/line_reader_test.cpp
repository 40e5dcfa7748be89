// SPDX-License-Identifier: MIT
#include "evidence/line_reader.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Got {
    std::uint64_t number;
    std::string text;
    bool cut;
    bool operator==(const Got&) const = default;
};

void PrintTo(const Got& got, std::ostream* out) {
    *out << got.number << (got.cut ? " cut " : " ") << got.text.size() << " bytes: " << got.text.substr(0, 60);
}

struct All {
    std::vector<Got> lines;
    std::uint64_t counted = 0;
};

All read(const TemporaryFolder& folder, std::string_view content, const Prefilter* prefilter = nullptr) {
    const Input input = opened(folder.file("content", content));
    LineReader reader(input, prefilter);
    All all;
    while (const auto line = reader.next()) {
        EXPECT_EQ(line->number, reader.lines());
        all.lines.push_back({line->number, std::string(line->text), line->cut});
    }
    EXPECT_FALSE(reader.next()) << "the end is the end";
    all.counted = reader.lines();
    return all;
}

class Lines : public testing::Test {
protected:
    TemporaryFolder folder_;
};

TEST_F(Lines, EndWithTheLineEndOrTheFile) {
    EXPECT_THAT(read(folder_, "a\nbc\n").lines, ElementsAre(Got{1, "a", false}, Got{2, "bc", false}));
    EXPECT_THAT(read(folder_, "a\nbc").lines, ElementsAre(Got{1, "a", false}, Got{2, "bc", false}));
    EXPECT_EQ(read(folder_, "a\nbc\n").counted, 2U);
    EXPECT_EQ(read(folder_, "a\nbc").counted, 2U);
}

TEST_F(Lines, AreNoneInAnEmptyFile) {
    EXPECT_THAT(read(folder_, "").lines, IsEmpty());
    EXPECT_EQ(read(folder_, "").counted, 0U);
}

TEST_F(Lines, ThatAreEmptyAreLines) {
    EXPECT_THAT(read(folder_, "\n\na\n\n").lines,
                ElementsAre(Got{1, "", false}, Got{2, "", false}, Got{3, "a", false}, Got{4, "", false}));
}

TEST_F(Lines, LoseOneCarriageReturnBeforeTheirEnd) {
    EXPECT_THAT(read(folder_, "a\r\nb\rc\r\r\n\r\nd\r").lines,
                ElementsAre(Got{1, "a", false}, Got{2, "b\rc\r", false}, Got{3, "", false}, Got{4, "d", false}));
}

TEST_F(Lines, KeepZeros) {
    const std::string zeros("a\0b\n\0\0\nc", 8);
    EXPECT_THAT(read(folder_, zeros).lines,
                ElementsAre(Got{1, std::string("a\0b", 3), false}, Got{2, std::string("\0\0", 2), false},
                            Got{3, "c", false}));
}

TEST_F(Lines, AreCutWhereTheyAreLongerThanIsLookedAt) {
    const std::string fits(LineReader::longest, 'a');
    const std::string more(LineReader::longest + 1, 'b');
    EXPECT_THAT(
        read(folder_, fits + "\n" + more + "\nc\n").lines,
        ElementsAre(Got{1, fits, false}, Got{2, more.substr(0, LineReader::longest), true}, Got{3, "c", false}));
}

TEST_F(Lines, LongerThanABlockAreCountedOnce) {
    for (const std::size_t size : {LineReader::block_size - 1, LineReader::block_size, LineReader::block_size + 1,
                                   2 * LineReader::block_size, 3 * LineReader::block_size + 17}) {
        const std::string cut(LineReader::longest, 'x');
        const std::string giant(size, 'x');
        EXPECT_THAT(read(folder_, giant + "\nb\n" + giant + "\nd").lines,
                    ElementsAre(Got{1, cut, true}, Got{2, "b", false}, Got{3, cut, true}, Got{4, "d", false}))
            << size;
        EXPECT_THAT(read(folder_, "a\n" + giant).lines, ElementsAre(Got{1, "a", false}, Got{2, cut, true}))
            << size;
        EXPECT_EQ(read(folder_, "a\n" + giant).counted, 2U) << size;
    }
}

TEST_F(Lines, AcrossTheBordersOfBlocksAreWhole) {
    // Lines of a length that shares no factor with the block's: breaks fall at every place within a line.
    std::string content;
    std::vector<Got> expected;
    for (std::uint64_t number = 1; content.size() < 3 * LineReader::block_size; ++number) {
        const std::string text = "line " + std::to_string(number) + std::string(number % 1013, '.');
        content += text + "\n";
        expected.push_back({number, text, false});
    }
    const All all = read(folder_, content);
    EXPECT_TRUE(all.lines == expected);
    EXPECT_EQ(all.counted, expected.size());
}

// --- prefilter
// -------------------------------------------------------------------------------------------------------

std::vector<std::string> literals() { return {"needle", ": associated", "-- Reboot "}; }

bool is_wanted(std::string_view text) {
    for (const std::string& literal : literals())
        if (text.find(literal) != std::string_view::npos) return true;
    return false;
}

TEST(Prefilter, FindsTheStartOfEachLineWithALiteralOnce) {
    const Prefilter prefilter(literals());
    std::vector<std::size_t> starts;
    prefilter.find_lines("needle\nhay\na needle, a needle: associated\n\nneedl\nx: associated\nhay\nneedle",
                         starts);
    EXPECT_THAT(starts, ElementsAre(0U, 11U, 49U, 67U));
}

TEST(Prefilter, AppendsToWhatItIsGiven) {
    const Prefilter prefilter(literals());
    std::vector<std::size_t> starts{7};
    prefilter.find_lines("needle\n", starts);
    prefilter.find_lines("", starts);
    EXPECT_THAT(starts, ElementsAre(7U, 0U));
}

TEST(Prefilter, TakesCharactersOfExpressionsForThemselves) {
    const Prefilter prefilter({"a.c", "(x)*", "[link ", "$^"});
    std::vector<std::size_t> starts;
    prefilter.find_lines("abc\nxxx\nlink \na.c\n(x)*\n[link 0]\n$^\n", starts);
    EXPECT_THAT(starts, ElementsAre(14U, 18U, 23U, 32U));
}

TEST(Prefilter, IsNotStoppedByZerosOrHighBytes) {
    const Prefilter prefilter(literals());
    std::vector<std::size_t> starts;
    prefilter.find_lines(std::string("\0\xff\xfe\0\nneedle\0\n", 13), starts);
    EXPECT_THAT(starts, ElementsAre(5U));
}

TEST(Prefilter, IsAboutLettersAsTheyAre) {
    const Prefilter prefilter(literals());
    std::vector<std::size_t> starts;
    prefilter.find_lines("Needle\nNEEDLE\n", starts);
    EXPECT_THAT(starts, IsEmpty());
}

TEST_F(Lines, HaveTheSameNumbersWithAndWithoutAPrefilter) {
    const Prefilter prefilter(literals());
    std::mt19937 random(4);  // the same content in every run
    for (int round = 0; round < 6; ++round) {
        std::string content;
        const std::size_t size = (2U << 20) + random() % (3U << 20);
        while (content.size() < size) {
            switch (random() % 40) {
                case 0: content += "needle"; break;
                case 1: content += ": associated"; break;
                case 2: content += "\n"; break;
                case 3: content += "\r\n"; break;
                case 4: content += '\0'; break;
                case 5: content += "needl"; break;
                case 6:
                    if (random() % 64 == 0) content += std::string(random() % (LineReader::longest * 2), 'x');
                    break;
                case 7:
                    if (random() % 4000 == 0) content += std::string(random() % (LineReader::block_size * 2), 'y');
                    break;
                default: {
                    for (auto length = random() % 200; length > 0; --length)
                        content += static_cast<char>(' ' + random() % 95);
                    if (random() % 2 == 0) content += '\n';
                }
            }
        }
        if (round % 2 == 0) content += "\nthe end with a needle";
        const All plain = read(folder_, content);
        const All filtered = read(folder_, content, &prefilter);
        EXPECT_EQ(filtered.counted, plain.counted);
        EXPECT_EQ(plain.counted, static_cast<std::uint64_t>(std::ranges::count(content, '\n')) +
                                     (content.ends_with('\n') ? 0 : 1));
        // Of a line that is cut the literal may stand in the part that is not given.
        std::vector<Got> wanted;
        for (const Got& line : plain.lines)
            if (is_wanted(line.text)) wanted.push_back(line);
        std::vector<Got> found;
        for (const Got& line : filtered.lines)
            if (is_wanted(line.text))
                found.push_back(line);
            else
                EXPECT_TRUE(line.cut) << line.text.substr(0, 200);
        ASSERT_GT(wanted.size(), 100U);
        ASSERT_EQ(found.size(), wanted.size());
        EXPECT_TRUE(found == wanted);
    }
}

TEST_F(Lines, AfterAGiantOneHaveTheRightNumbersWithAPrefilter) {
    const Prefilter prefilter(literals());
    const std::string giant(2 * LineReader::block_size + 5, 'x');
    EXPECT_THAT(read(folder_, "a\n" + giant + "\nneedle\nb\n" + giant + "\nneedle\n" + giant, &prefilter).lines,
                ElementsAre(Got{3, "needle", false}, Got{6, "needle", false}));
    EXPECT_EQ(read(folder_, "a\n" + giant + "\nneedle\nb\n" + giant + "\nneedle\n" + giant, &prefilter).counted,
              7U);
    const std::string wanted = "needle" + giant;
    EXPECT_THAT(read(folder_, wanted + "\nneedle\n" + giant + "\nb", &prefilter).lines,
                ElementsAre(Got{1, wanted.substr(0, LineReader::longest), true}, Got{2, "needle", false}));
    EXPECT_EQ(read(folder_, wanted + "\nneedle\n" + giant + "\nb", &prefilter).counted, 4U);
}

TEST_F(Lines, InWhichNothingIsFoundAreCountedAllTheSame) {
    const Prefilter prefilter(literals());
    EXPECT_THAT(read(folder_, "a\nb\nc", &prefilter).lines, IsEmpty());
    EXPECT_EQ(read(folder_, "a\nb\nc", &prefilter).counted, 3U);
    EXPECT_EQ(read(folder_, "a\nb\nc\n", &prefilter).counted, 3U);
    EXPECT_EQ(read(folder_, "", &prefilter).counted, 0U);
    EXPECT_EQ(read(folder_, "a\nneedle\nc\nd", &prefilter).counted, 4U);
}

}  // namespace
}  // namespace wlanmedic::evidence
