// SPDX-License-Identifier: MIT
// Every mistake of a scenario is told with its line and column, and what is allowed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/scenario/reader.h"
#include "lab/scenario/steps.h"
#include "read.h"

namespace wlanmedic::lab {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string hint(std::string_view added) {
    const auto scenario = read(added);
    return scenario ? "" : scenario.error().hint;
}

std::string step(std::string_view keys) { return complaint(std::string("[[step]]\n").append(keys)); }

TEST(Mistakes, OfTheFile) {
    EXPECT_THAT(complaint_of("duration = \n"), StartsWith("1:"));
    EXPECT_EQ(complaint_of(""), "1:1 key \"duration\" is missing");
    EXPECT_EQ(complaint_of("duration = \"1 h\"\n"), "1:1 there is no access point");
    EXPECT_EQ(complaint("colour = 1\n"), "4:1 unknown key \"colour\"") << "of the access point";
    EXPECT_EQ(complaint_of("\ncolour = 1\n"), "2:1 unknown key \"colour\"");
    EXPECT_EQ(complaint_of("duration = 5\n"), "1:12 \"duration\" is not a duration");
    EXPECT_EQ(complaint_of("duration = \"5 m\"\n"), "1:12 \"duration\" is not a duration");
    EXPECT_EQ(complaint_of("duration = \"4 s\"\n"), "1:12 4 s is out of range for \"duration\"");
    EXPECT_EQ(complaint_of("duration = \"745 h\"\n"), "1:12 745 h is out of range for \"duration\"");
    EXPECT_EQ(complaint_of("title = 5\nduration = \"1 h\"\n"), "1:9 \"title\" is not a text with something in it");
    EXPECT_EQ(complaint_of("access_point = 5\nduration = \"1 h\"\n"),
              "1:16 \"access_point\" is not a list of tables");
}

TEST(Mistakes, OfTheClock) {
    for (const auto* clock : {"\"2026-05-06T21:13:00Z\"", "2026-05-06T21:13:00", "2026-05-06", "5",
                              "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z"})
        EXPECT_THAT(complaint_of(fmt::format("clock = {}\n{}", clock, head)),
                    StartsWith("1:9 \"clock\" is not a date"))
            << clock;
    EXPECT_THAT(complaint_of(fmt::format("clock = 2026-05-06T21:13:00.5Z\n{}", head)),
                StartsWith("1:9 the machine's clock"));
}

TEST(Mistakes, OfAFileThatIsTooLong) {
    std::string text(head);
    text.append(most_bytes - text.size(), '\n');
    EXPECT_EQ(complaint_of(text), "");
    text += '\n';
    EXPECT_EQ(complaint_of(text), "0:0 scenario is longer than 1048576 bytes");
}

TEST(Mistakes, OfAccessPoints) {
    EXPECT_EQ(complaint("name = \"ap1\"\n"), "4:8 two access points are named \"ap1\"");
    EXPECT_EQ(complaint("[[access_point]]\nname = \"ap1\"\n"), "5:8 two access points are named \"ap1\"");
    EXPECT_EQ(complaint("name = \"neighbour\"\n"), "1:1 two access points are named \"neighbour\"");
    EXPECT_EQ(complaint("[foreign]\nname = \"ap2\"\n"), "5:8 two access points are named \"ap2\"");
    EXPECT_EQ(complaint("name = \"station\"\n"), "4:8 \"station\" is no name of an access point");
    EXPECT_EQ(complaint("name = \"a/b\"\n"), "4:8 \"a/b\" is no name of an access point");
    EXPECT_EQ(complaint("ssid = \"a\\nb\"\n"), "4:8 \"ssid\" is not a text that can be set");
    EXPECT_EQ(complaint("ssid = \"123456789012345678901234567890123\"\n"),
              "4:8 \"ssid\" is not a text that can be set");
    EXPECT_EQ(complaint("passphrase = \"seven77\"\n"), "4:14 \"passphrase\" is not a text that can be set");
    EXPECT_EQ(complaint("channel = 14\n"), "4:11 the lab has no channel 14");
    EXPECT_EQ(complaint("channel = \"1\"\n"), "4:11 \"channel\" is not a whole number from 1 to 196");
    EXPECT_EQ(complaint("security = \"wep\"\n"), "4:12 unknown security \"wep\"");
    EXPECT_EQ(hint("security = \"wep\"\n"), "One of open, wpa2, sae.");
    EXPECT_EQ(complaint("pmf = \"yes\"\n"), "4:7 unknown management frame protection \"yes\"");
    EXPECT_THAT(complaint("security = \"open\"\npmf = \"required\"\n"), StartsWith("5:7 an open network"));
    EXPECT_THAT(complaint("security = \"sae\"\npmf = \"off\"\n"), StartsWith("5:7 SAE goes with"));
    EXPECT_EQ(complaint("beacon_interval = 14\n"),
              "4:19 \"beacon_interval\" is not a whole number from 15 to 65535");
    EXPECT_EQ(complaint("group_rekey = \"300 ms\"\n"), "4:15 hostapd counts whole seconds");
    EXPECT_EQ(complaint("[foreign]\nssid = \"lab\"\n"), "5:8 the foreign access point has our SSID \"lab\"");
    EXPECT_EQ(complaint("[[foreign]]\n"), "4:1 \"foreign\" is not a table");
    std::string many;
    for (int i = 0; i < 7; ++i) many += "[[access_point]]\n";
    EXPECT_THAT(complaint(many), HasSubstr("9 access points"));
}

TEST(Mistakes, OfTheStation) {
    EXPECT_EQ(complaint("[station]\nmanager = \"connman\"\n"), "5:11 unknown manager \"connman\"");
    EXPECT_EQ(complaint("[station]\nname = \"x\"\n"), "5:1 unknown key \"name\"");
    EXPECT_EQ(complaint("[[station]]\n"), "4:1 \"station\" is not a table");
}

TEST(Mistakes, OfTraffic) {
    EXPECT_EQ(complaint("[[traffic]]\nkind = \"video\"\n"), "5:8 unknown traffic \"video\"");
    EXPECT_THAT(complaint("[[traffic]]\nkind = \"load\"\ninterval = \"1 s\"\n"),
                StartsWith("6:12 \"interval\" does not go"));
    EXPECT_THAT(complaint("[[traffic]]\nbytes_per_second = 5\n"),
                StartsWith("5:20 \"bytes_per_second\" does not go"));
    EXPECT_EQ(complaint("[[traffic]]\ninterval = \"1 ms\"\n"), "5:12 1 ms is out of range for \"interval\"");
}

TEST(Mistakes, OfWhenAStepBegins) {
    EXPECT_EQ(step(""), "4:1 a step neither does anything nor waits");
    EXPECT_EQ(step("within = \"1 s\"\n"), "4:1 a step neither does anything nor waits");
    EXPECT_EQ(step("when = \"lunch\"\n"), "5:8 no happening is named \"lunch\"");
    EXPECT_THAT(hint("[[step]]\nwhen = \"lunch\"\n"), HasSubstr("comeback"));
    EXPECT_EQ(step("when = \"activated\"\n"), "5:8 this scenario's manager does not tell \"activated\"");
    EXPECT_EQ(step("when = 5\n"), "5:8 this is no happening");
    EXPECT_EQ(step("when = { in = \"syslog\", has = \"x\" }\n"), "5:15 there is no log \"syslog\"");
    EXPECT_THAT(hint("[[step]]\nwhen = { in = \"syslog\", has = \"x\" }\n"), HasSubstr("hostapd-ap2"));
    EXPECT_EQ(step("when = { in = \"iwd\", has = \"x\" }\n"), "5:15 there is no log \"iwd\"");
    EXPECT_EQ(step("when = { in = \"dmesg\" }\n"), "5:8 key \"has\" is missing");
    EXPECT_EQ(step("when = { in = \"dmesg\", has = \"a\\nb\" }\n"), "5:30 this can be in no line");
    EXPECT_EQ(step("when = { in = \"dmesg\", has = [\"a\", \"\"] }\n"), "5:30 this can be in no line");
    EXPECT_EQ(step("when = { in = \"dmesg\", has = \"x\", or = 1 }\n"), "5:35 unknown key \"or\"");
    EXPECT_EQ(step("at = \"2 h\"\n"), "5:6 2 h lies after the end of the run");
    EXPECT_EQ(step("at = \"25:00:00\"\n"), "5:6 \"at\" is not a duration");
    EXPECT_EQ(step("at = \"1 s\"\nwhen = \"connected\"\n"),
              "5:6 a step begins either at a time or when something happens");
    EXPECT_EQ(step("at = \"10 s\"\n[[step]]\nat = \"9 s\"\n"), "7:6 9 s lies before the step at 10 s");
    EXPECT_EQ(step("after = \"61 min\"\n"), "5:9 the run ends after 1 h");
    EXPECT_EQ(step("after = \"1 s\"\nwithin = \"1 s\"\n"), "6:10 \"within\" is for a happening");
    EXPECT_EQ(step("when = \"connected\"\nwithin = \"0 s\"\n"), "6:10 0 s is out of range for \"within\"");
    EXPECT_EQ(step("afterwards = \"1 s\"\n"), "5:1 unknown key \"afterwards\"");
}

TEST(Mistakes, OfRepeats) {
    EXPECT_EQ(step("repeat = 2\n"), "4:1 there is nothing to repeat");
    EXPECT_THAT(step("repeat = 2\nsteps = []\n"), HasSubstr("there is nothing to repeat"));
    EXPECT_EQ(step("steps = [{ do = \"clear\" }]\n"), "4:1 key \"repeat\" is missing");
    EXPECT_EQ(step("repeat = 0\nsteps = [{ do = \"clear\" }]\n"),
              "5:10 \"repeat\" is not a whole number from 1 to 100000");
    EXPECT_EQ(step("repeat = 2\ndo = \"clear\"\n"), "6:1 unknown key \"do\"");
    EXPECT_EQ(step("repeat = 2\nsteps = [{ at = \"1 s\" }]\n"),
              "6:17 a step that is repeated has no time of its own");
    EXPECT_EQ(step("repeat = 2\nsteps = [{ do = \"nap\" }]\n"), "6:17 no step does \"nap\"");
    EXPECT_THAT(step("repeat = 100000\nsteps = [{ do = \"clear\" }, { do = \"clear\" }]\n"),
                HasSubstr("more than 100000 steps are played"));
    std::string deep = "{ do = \"clear\" }";
    for (unsigned i = 0; i < deepest_steps; ++i) deep = fmt::format("{{ repeat = 1, steps = [{}] }}", deep);
    EXPECT_EQ(complaint(fmt::format("step = [{}]\n", deep)), "4:1 unknown key \"step\"")
        << "still in the access point's table";
    const auto whole = [](const std::string& steps) {
        return fmt::format("duration = \"1 h\"\nstep = [{}]\n[[access_point]]\n", steps);
    };
    EXPECT_EQ(complaint_of(whole(deep)), "");
    EXPECT_THAT(complaint_of(whole(fmt::format("{{ repeat = 1, steps = [{}] }}", deep))),
                HasSubstr("nested too deep"));
    // Numbers that would overflow are refused before they are multiplied.
    std::string huge = "{ do = \"clear\" }";
    for (int i = 0; i < 4; ++i) huge = fmt::format("{{ repeat = 100000, steps = [{}] }}", huge);
    EXPECT_THAT(complaint_of(whole(huge)), HasSubstr("more than 100000 steps are played"));
}

TEST(Mistakes, OfActions) {
    EXPECT_EQ(step("do = \"explode\"\n"), "5:6 no step does \"explode\"");
    EXPECT_THAT(hint("[[step]]\ndo = \"explode\"\n"), HasSubstr("connection-loss"));
    EXPECT_EQ(step("do = 5\n"), "5:6 \"do\" is not a text with something in it");
    EXPECT_EQ(step("do = \"clear\"\nframes = \"all\"\n"), "6:1 unknown key \"frames\"");
    EXPECT_EQ(hint("[[step]]\ndo = \"clear\"\nframes = \"all\"\n"),
              "The keys of a step with do = \"clear\" are when, at, after, within, do, name.");
    EXPECT_EQ(step("do = \"drop\"\nfrom = \"ap9\"\n"), "6:8 there is no radio \"ap9\"");
    EXPECT_THAT(hint("[[step]]\ndo = \"drop\"\nfrom = \"ap9\"\n"), HasSubstr("any, station, ap1, ap2, neighbour"));
    EXPECT_EQ(step("do = \"drop\"\nfrom = \"ap1\"\nto = \"ap1\"\n"), "7:6 no frame goes from a radio to itself");
    EXPECT_EQ(step("do = \"drop\"\nframes = \"beacons\"\n"), "6:10 no class of frames is named \"beacons\"");
    EXPECT_EQ(step("do = \"drop\"\nframes = []\n"), "6:10 \"frames\" is not a list of texts");
    EXPECT_EQ(step("do = \"drop\"\nprobability = 1.5\n"), "6:15 \"probability\" is not a number from 0 to 1");
    EXPECT_EQ(step("do = \"drop\"\nprobability = nan\n"), "6:15 \"probability\" is not a number from 0 to 1");
    EXPECT_EQ(step("do = \"drop\"\nburst = 0.5\n"), "6:9 \"burst\" is not a table");
    EXPECT_EQ(step("do = \"drop\"\nburst = { good_to_bad = 0.5 }\n"), "6:9 key \"bad_to_good\" is missing");
    EXPECT_EQ(step("do = \"drop\"\nprobability = 1\nburst = { good_to_bad = 0.5, bad_to_good = 1 }\n"),
              "6:15 a rule has either a probability or bursts");
    EXPECT_EQ(step("do = \"delay\"\n"), "4:1 key \"by\" is missing");
    EXPECT_EQ(step("do = \"delay\"\nby = \"61 s\"\n"), "6:6 1 min 1 s is out of range for \"by\"");
    EXPECT_EQ(step("do = \"wedge\"\nhealed_by = \"prayer\"\n"), "6:13 unknown treatment \"prayer\"");
    EXPECT_THAT(hint("[[step]]\ndo = \"wedge\"\nhealed_by = \"prayer\"\n"), HasSubstr("bus-reset, nothing"));
    EXPECT_EQ(step("do = \"wedge\"\nradio = \"any\"\n"), "6:9 there is no radio \"any\"");
    EXPECT_EQ(step("do = \"wedge\"\nradio = [\"ap1\", \"ap2\"]\n"), "6:9 this is done to one radio");
    EXPECT_EQ(step("do = \"wedge\"\ndead = \"1 s\"\n"), "6:8 \"dead\" is for an intermittent wedge");
    EXPECT_EQ(step("do = \"wedge\"\nkind = \"intermittent\"\ndead = \"5 s\"\n"), "7:8 dead for 5 s of every 4 s");
    EXPECT_EQ(step("do = \"fade\"\ndbm = -90\n"), "4:1 key \"radios\" is missing");
    EXPECT_EQ(step("do = \"fade\"\nradios = \"ap1\"\n"), "4:1 key \"dbm\" is missing");
    EXPECT_EQ(step("do = \"fade\"\nradios = \"ap1\"\ndbm = 1\n"),
              "7:7 \"dbm\" is not a whole number from -127 to 0");
    EXPECT_EQ(step("do = \"fade\"\nradios = [\"ap1\", \"ap1\"]\ndbm = -1\n"), "6:10 \"ap1\" stands twice");
    EXPECT_EQ(step("do = \"spoof\"\nreason = 6\n"), "4:1 key \"access_point\" is missing");
    EXPECT_EQ(step("do = \"spoof\"\naccess_point = \"ap1\"\n"), "4:1 key \"reason\" is missing");
    EXPECT_EQ(step("do = \"hold-rtnl\"\n"), "4:1 key \"lasts\" is missing");
    EXPECT_EQ(step("do = \"kill\"\n"), "4:1 key \"access_point\" is missing");
    EXPECT_EQ(step("do = \"kill\"\naccess_point = \"ap3\"\n"), "6:16 there is no access point \"ap3\"");
    EXPECT_EQ(step("do = \"kill\"\naccess_point = \"station\"\n"), "6:16 there is no access point \"station\"");
    EXPECT_EQ(step("do = \"change-passphrase\"\naccess_point = \"ap1\"\n"), "4:1 key \"passphrase\" is missing");
    EXPECT_EQ(step("do = \"roam\"\n"), "4:1 key \"to\" is missing");
    EXPECT_EQ(step("do = \"roam\"\nto = \"neighbour\"\n"), "6:6 the station does not know the foreign network");
    EXPECT_EQ(step("do = \"suspend\"\n"), "4:1 key \"lasts\" is missing");
    EXPECT_EQ(step("do = \"suspend\"\nlasts = \"1500 ms\"\n"), "6:9 \"lasts\" is no whole number of seconds");
    EXPECT_EQ(step("do = \"learn-passphrase\"\n"), "4:1 key \"passphrase\" is missing");
    EXPECT_EQ(step("do = \"treat\"\n"), "4:1 key \"with\" is missing");
    EXPECT_EQ(step("do = \"treat\"\nwith = \"nothing\"\n"), "6:8 unknown treatment \"nothing\"");
    EXPECT_EQ(step("do = \"run\"\n"), "4:1 key \"command\" is missing");
    EXPECT_EQ(step("do = \"phase\"\n"), "4:1 key \"name\" is missing");
    EXPECT_EQ(step("do = \"phase\"\nname = \"a b\"\n"), "6:8 \"a b\" is no name");
}

TEST(Mistakes, OfExpectations) {
    EXPECT_EQ(complaint("[expect]\norder = \"connected\"\n"), "5:9 \"order\" is not a list of happenings");
    EXPECT_EQ(complaint("[expect]\nnever = [\"connected\", \"lunch\"]\n"), "5:23 no happening is named \"lunch\"");
    EXPECT_EQ(complaint("[expect]\noutages = [\"roam\", \"comeback\"]\n"),
              "5:20 no class of outages is named \"comeback\"");
    EXPECT_EQ(complaint("[expect]\noutages = \"roam\"\n"), "5:11 \"outages\" is not a list of classes");
    EXPECT_EQ(complaint("[expect]\neach_outage = 5\n"), "5:15 no class of outages is named \"\"");
    EXPECT_THAT(complaint("[expect]\noutages = []\neach_outage = \"roam\"\n"),
                StartsWith("6:15 outages are expected one by one"));
    EXPECT_EQ(complaint("[expect]\nsometimes = []\n"), "5:1 unknown key \"sometimes\"");
    EXPECT_EQ(complaint("[[expect]]\n"), "4:1 \"expect\" is not a table");
}

TEST(Mistakes, DoNotCrashTheReader) {
    EXPECT_NE(complaint_of(std::string(100'000, '[')), "");
    EXPECT_NE(complaint_of("a = " + std::string(100'000, '[')), "");
    EXPECT_NE(complaint_of("\xff\xfe"), "");
    EXPECT_NE(complaint_of(std::string("a\0b", 3)), "");
}

}  // namespace
}  // namespace wlanmedic::lab
