// SPDX-License-Identifier: MIT
// Logs in the dresses in which people paste them tell the same outages as the logs themselves.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

using Dress = std::function<std::string(const std::string&)>;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

Dress each_line(const std::string& before, const std::string& after = "") {
    return [=](const std::string& text) {
        std::string out;
        for (const std::string& line : lines_of(text)) out += fmt::format("{}{}{}\n", before, line, after);
        return out;
    };
}

std::string as_html(std::string text) {
    text = replaced(std::move(text), "&", "&amp;");
    text = replaced(std::move(text), "<", "&lt;");
    return replaced(replaced(std::move(text), ">", "&gt;"), "\"", "&quot;");
}

std::string joined(const std::string& text, std::string_view by) {
    std::string out;
    for (const std::string& line : lines_of(text)) out += fmt::format("{}{}", out.empty() ? "" : by, line);
    return out;
}

// fold(1): at blanks, or where the column says so; with `mail` the blank at the end is lost.
std::string folded(const std::string& text, std::size_t width, bool at_blanks, bool mail) {
    std::string out;
    for (const std::string& line : lines_of(text)) {
        std::string_view rest = line;
        while (rest.size() > width) {
            std::size_t end = width;
            if (at_blanks)
                if (const std::size_t blank = rest.substr(0, width).rfind(' '); blank != std::string_view::npos)
                    end = blank + 1;
            std::string_view part = rest.substr(0, end);
            rest.remove_prefix(end);
            while (mail && part.ends_with(' ')) part.remove_suffix(1);
            out += fmt::format("{}\n", part);
        }
        out += fmt::format("{}\n", rest);
    }
    return out;
}

std::string numbered(const std::string& text) {
    std::string out;
    int number = 0;
    for (const std::string& line : lines_of(text)) out += fmt::format("{:6}\t{}\n", ++number, line);
    return out;
}

std::vector<std::pair<std::string, Dress>> dresses() {
    std::vector<std::pair<std::string, Dress>> all{
        {"quoted", each_line("> ")},
        {"quoted twice", each_line("> > ")},
        {"bars", each_line("| ")},
        {"indented", each_line("    ")},
        {"tabs", each_line("\t")},
        {"list", each_line("* ")},
        {"backticks", each_line("`", "`")},
        {"cat -n", numbered},
        {"grep", each_line("/var/log/kern.log.1:")},
        {"coloured", each_line("\x1b[32m", "\x1b[0m")},
        {"blanks at the end", each_line("", "     ")},
        {"no width", each_line("\u200b")},
        {"CR LF", each_line("", "\r")},
        {"fenced",
         [](const std::string& text) { return "My Wi-Fi drops out.\n\n```text\n" + text + "```\n\nThanks!\n"; }},
        {"entities", as_html},
        {"html",
         [](const std::string& text) { return "<html><p>Hello</p><pre>" + as_html(text) + "</pre></html>"; }},
        {"<br>", [](const std::string& text) { return "<div>" + joined(as_html(text), "<br>") + "</div>"; }},
        {"non-breaking", [](const std::string& text) { return replaced(text, " ", "\u00a0"); }},
        {"one line", [](const std::string& text) { return joined(text, " "); }},
        {"JSON", [](const std::string& text) { return "{\"log\": \"" + joined(text, "\\n") + "\"}"; }},
        {"twice", [](const std::string& text) { return text + "\nand again, here it is:\n\n" + text; }},
        {"twice, quoted",
         [](const std::string& text) { return text + "\nSomebody answered this:\n\n" + each_line("> ")(text); }},
        {"twice, wrapped",
         [](const std::string& text) {
             return text + "\nSomebody answered this:\n\n" + each_line("> ")(folded(text, 72, true, true));
         }},
        {"the end before all of it",
         [](const std::string& text) {
             const auto lines = lines_of(text);
             std::string out = "The important part is:\n\n";
             for (std::size_t i = lines.size() * 2 / 3; i < lines.size(); ++i) out += lines[i] + "\n";
             return out + "\nAnd this is the whole log:\n\n" + text;
         }},
    };
    for (const std::size_t width : {60, 72, 76, 80}) {
        all.emplace_back(fmt::format("fold {}", width),
                         [=](const std::string& text) { return folded(text, width, false, false); });
        all.emplace_back(fmt::format("fold -s {}", width),
                         [=](const std::string& text) { return folded(text, width, true, false); });
        all.emplace_back(fmt::format("mail {}", width),
                         [=](const std::string& text) { return folded(text, width, true, true); });
        all.emplace_back(fmt::format("mail {}, quoted", width), [=](const std::string& text) {
            return each_line("> ")(folded(text, width, true, true));
        });
    }
    return all;
}

std::string lab_file(const std::string& name) {
    std::ifstream file(WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// journalctl -o short of the same messages.
std::string as_journal(const std::string& dmesg) {
    std::string out;
    for (const std::string& line : lines_of(dmesg)) {
        const std::size_t end = line.find(']');
        if (end == std::string::npos) continue;
        const int second = static_cast<int>(std::stod(line.substr(1, end - 1)));
        out +=
            fmt::format("May 06 21:{:02}:{:02} ohm kernel:{}\n", second / 60, second % 60, line.substr(end + 1));
    }
    return out;
}

class PastedLog : public testing::TestWithParam<std::string> {};

TEST_P(PastedLog, TellsTheSameOutagesInEveryDress) {
    const std::string dmesg = lab_file(GetParam() + "/dmesg.txt");
    for (const std::string& log : {dmesg, lab_file(GetParam() + "/iw-event.txt"), as_journal(dmesg)}) {
        ASSERT_FALSE(log.empty());
        const Explained plain = explain_text(log);
        ASSERT_FALSE(plain.outages.empty());
        for (const auto& [name, dress] : dresses()) {
            SCOPED_TRACE(name + ": " + log.substr(0, log.find('\n')));
            const std::string text = dress(log);
            const Explained pasted = explain_text(text);
            ASSERT_EQ(pasted.files.size(), 1);
            EXPECT_EQ(pasted.files[0].tally.events, plain.files[0].tally.events);
            EXPECT_LE(pasted.files[0].tally.events + pasted.files[0].tally.unrecognized +
                          pasted.files[0].tally.malformed + pasted.files[0].tally.repeated,
                      pasted.files[0].tally.lines);
            ASSERT_EQ(pasted.outages.size(), plain.outages.size());
            const std::string unix_text = replaced(text, "\r", "");
            const auto lines = lines_of(unix_text);
            for (std::size_t i = 0; i < plain.outages.size(); ++i) {
                EXPECT_EQ(pasted.outages[i].trigger.outage_class, plain.outages[i].trigger.outage_class);
                EXPECT_EQ(pasted.outages[i].start, plain.outages[i].start);
                EXPECT_EQ(pasted.outages[i].end, plain.outages[i].end);
                EXPECT_EQ(pasted.outages[i].events.size(), plain.outages[i].events.size());
                for (const wifi::Event& event : pasted.outages[i].events)
                    for (const wifi::Receipt& receipt : event.receipts) {
                        EXPECT_NE(unix_text.find(receipt.text), std::string::npos) << receipt.text;
                        ASSERT_LE(receipt.line, lines.size());
                        const std::string first = receipt.text.substr(0, receipt.text.find('\n'));
                        EXPECT_NE(lines[receipt.line - 1].find(first), std::string::npos) << receipt.line;
                    }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Lab, PastedLog,
                         testing::Values("full-chain", "recovery-actions", "two-access-points",
                                         "connection-loss-comeback"),
                         [](const auto& tested) { return replaced(tested.param, "-", "_"); });

// --- logs from a mailing list, where they are at hand ---
// ----------------------------------------------------------------
class PublicLog : public testing::Test {
protected:
    static constexpr const char* folder = WLANMEDIC_SOURCE_DIR "/../shared/evidence/public";
    void SetUp() override {
        if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
    }
    static Explained explain(const std::string& name) {
        return explain_paths({std::string(folder) + "/" + name + ".txt"});
    }
};

TEST_F(PublicLog, OfASlowAccessPointIsReadThroughItsWraps) {
    const Explained log = explain("slow-access-point");
    ASSERT_EQ(log.files.size(), 1);
    EXPECT_EQ(log.files[0].tally.lines, 217);
    EXPECT_EQ(log.files[0].tally.malformed, 0);
    EXPECT_EQ(log.total("assoc_timeout"), 4);
    EXPECT_EQ(log.total("auth_timeout"), 4);
    ASSERT_EQ(log.outages.size(), 2) << "48 minutes between the excerpts";
    EXPECT_LT(log.outages[0].start, log.outages[1].start);
    EXPECT_EQ(log.outages[0].events.front().receipts.front().line, 92) << "the second excerpt is the earlier one";
    EXPECT_THAT(log.outages[0].events.front().receipts.front().text,
                testing::HasSubstr("authenticate\nwith 24:de"));
}

TEST_F(PublicLog, ThatQuotesAnExcerptFirstTellsItOnce) {
    const Explained log = explain("periodic-group-key-timeout");
    ASSERT_EQ(log.outages.size(), 2);
    EXPECT_EQ(log.files[0].tally.repeated, 7);
    EXPECT_NEAR(seconds(log.outages[1].start - log.outages[0].start), 5373.25, 0.01);
    for (const outage::Outage& outage : log.outages) EXPECT_EQ(outage.trigger.reason_code, 16);
}

TEST_F(PublicLog, OfThreeRunsOfVirtualTimeIsThreeRuns) {
    const Explained log = explain("comeback-repeated");
    EXPECT_EQ(log.files[0].tally.repeated, 0);
    EXPECT_EQ(log.total("assoc_comeback"), 6);
    EXPECT_EQ(log.outages.size(), 3);
}

TEST_F(PublicLog, WithoutAnyDressIsReadAsItStands) {
    for (const char* name : {"ax200-firmware-crash-silent", "enterprise-reassociation",
                             "rtw88-lost-after-associate", "rtw88-silent-minutes", "rtw88-usb-rx-stops"}) {
        const Explained log = explain(name);
        ASSERT_EQ(log.files.size(), 1) << name;
        EXPECT_EQ(log.files[0].tally.repeated, 0) << name;
    }
}

}  // namespace
}  // namespace wlanmedic::test
