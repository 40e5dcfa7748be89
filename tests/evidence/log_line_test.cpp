// SPDX-License-Identifier: MIT
#include "evidence/log_line.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

wifi::Instant since_zero(wifi::Duration duration) { return wifi::Instant{duration}; }

struct Read {
    std::string format;  ///< "foreign" or "bad time" where there is no frame
    std::string clock;
    wifi::Instant instant;
    wifi::Duration resolution{-1};
    std::optional<wifi::Duration> boot;
    std::string process;
    std::string message;
};

Read read(std::string_view line, LineContext& context) {
    const FrameResult result = take_frame(line, context);
    if (!result.line) return {.format = result.error == FrameError::foreign ? "foreign" : "bad time"};
    const Stamp& stamp = result.line->stamp;
    return {.format = std::string(name_of(result.line->format)),
            .clock = std::string(name_of(stamp.clock)),
            .instant = stamp.instant,
            .resolution = stamp.resolution,
            .boot = stamp.boot,
            .process = std::string(result.line->process),
            .message = std::string(result.line->message)};
}

Read read(std::string_view line, int year = 2026) {
    LineContext context{.year = year};
    return read(line, context);
}

void expect(std::string_view line, std::string_view format, std::string_view clock, wifi::Instant instant,
            wifi::Duration resolution, std::string_view process, std::string_view message) {
    const Read got = read(line);
    EXPECT_EQ(got.format, format) << line;
    EXPECT_EQ(got.clock, clock) << line;
    EXPECT_EQ(got.instant, instant) << line << "\nread as " << wifi::to_rfc3339(got.instant);
    EXPECT_EQ(got.resolution, resolution) << line;
    EXPECT_EQ(got.process, process) << line;
    EXPECT_EQ(got.message, message) << line;
}

// --- the kernel's own outputs
// ------------------------------------------------------------------------------------

TEST(Dmesg, CountsSecondsFromBoot) {
    expect("[   22.659154] wlan2: authenticated", "dmesg", "boot", since_zero(microseconds{22'659'154}),
           microseconds{1}, "kernel", "wlan2: authenticated");
    expect("[1234567.000001] wlan2: associated", "dmesg", "boot", since_zero(seconds{1'234'567} + microseconds{1}),
           microseconds{1}, "kernel", "wlan2: associated");
    expect("[    0.000000] Linux version 6.1.0", "dmesg", "boot", since_zero({}), microseconds{1}, "kernel",
           "Linux version 6.1.0");
    expect("[22.6] x", "dmesg", "boot", since_zero(milliseconds{22'600}), milliseconds{100}, "kernel", "x");
}

TEST(Dmesg, MayHaveThePriorityBeforeIt) {
    expect("<6>[   22.659154] wlan2: authenticated", "dmesg", "boot", since_zero(microseconds{22'659'154}),
           microseconds{1}, "kernel", "wlan2: authenticated");
    expect("kern  :info  : [   22.659154] wlan2: authenticated", "dmesg", "boot",
           since_zero(microseconds{22'659'154}), microseconds{1}, "kernel", "wlan2: authenticated");
    expect("daemon:notice: [   22.659154] systemd[1]: hello", "dmesg", "boot",
           since_zero(microseconds{22'659'154}), microseconds{1}, "kernel", "systemd[1]: hello");
    expect("kern  :info  : [Wed May  6 21:13:00 2026] x", "dmesg-ctime", "local", utc("2026-05-06 21:13:00"),
           seconds{1}, "kernel", "x");
}

TEST(Dmesg, KeepsAMessageThatLooksLikeHostAndProcess) {
    for (const std::string_view message :
         {"usb 1-1: new high-speed USB device number 2 using ehci-pci",
          "iwlwifi 0000:12:00.0: Microcode SW error detected.", "systemd[1]: Inserted module 'autofs4'",
          "wlan0: authenticate with 02:00:00:00:01:00", "ieee80211 phy2: hello",
          "audit: type=1400 audit(1.2:3): x", "", "x", "x:"}) {
        const Read got = read("[   22.659154] " + std::string(message));
        EXPECT_EQ(got.format, "dmesg") << message;
        EXPECT_EQ(got.process, "kernel") << message;
        EXPECT_EQ(got.message, message);
    }
}

TEST(Dmesg, HasATimeOfTheWallWithDashT) {
    expect("[Wed May  6 21:13:00 2026] wlan2: associated", "dmesg-ctime", "local", utc("2026-05-06 21:13:00"),
           seconds{1}, "kernel", "wlan2: associated");
    expect("[Sat Feb 29 00:00:59 2020] [1234] x", "dmesg-ctime", "local", utc("2020-02-29 00:00:59"), seconds{1},
           "kernel", "[1234] x");
}

TEST(Dmesg, HasAnIsoTimeWithAComma) {
    expect("2026-05-06T21:13:00,123456+02:00 wlan2: associated", "dmesg-iso", "epoch",
           utc("2026-05-06 19:13:00.123456"), microseconds{1}, "kernel", "wlan2: associated");
    expect("2026-01-01T00:30:00,000000-05:30 usb 1-1: new", "dmesg-iso", "epoch", utc("2026-01-01 06:00:00"),
           microseconds{1}, "kernel", "usb 1-1: new");
    expect("2026-01-01T00:30:00,5+01:00 x", "dmesg-iso", "epoch", utc("2025-12-31 23:30:00.5"), milliseconds{100},
           "kernel", "x");
}

TEST(DmesgReltime, CountsOnFromTheMinuteThatWasToldLast) {
    LineContext context{.year = 2026};
    Read got = read("[May 6 21:13] first", context);
    EXPECT_EQ(got.format, "dmesg-reltime");
    EXPECT_EQ(got.clock, "local");
    EXPECT_EQ(got.instant, utc("2026-05-06 21:13:00"));
    EXPECT_EQ(got.resolution, minutes{1});
    EXPECT_EQ(got.message, "first");
    got = read("[  +0.000123] second", context);
    EXPECT_EQ(got.format, "dmesg-reltime");
    EXPECT_EQ(got.instant, utc("2026-05-06 21:13:00.000123"));
    EXPECT_EQ(got.message, "second");
    got = read("[ +12.500000] third", context);
    EXPECT_EQ(got.instant, utc("2026-05-06 21:13:12.500123"));
    got = read("[May 6 21:14] fourth", context);
    EXPECT_EQ(got.instant, utc("2026-05-06 21:14:00"));
    got = read("[  +1.000000] fifth", context);
    EXPECT_EQ(got.instant, utc("2026-05-06 21:14:01"));
}

TEST(DmesgReltime, DoesNotGoBackToTheStartOfAMinuteThatIsRunning) {
    LineContext context{.year = 2026};
    read("[May 6 21:13] first", context);
    read("[ +70.000000] second", context);
    EXPECT_EQ(read("[May 6 21:14] third", context).instant, utc("2026-05-06 21:14:10"));
}

TEST(DmesgReltime, HasNoBlankBeforeADayOfTwoDigits) {
    EXPECT_EQ(read("[May16 21:13] x").instant, utc("2026-05-16 21:13:00"));
    EXPECT_EQ(read("kern  :info  : [May16 21:13] x").message, "x");
}

TEST(DmesgReltime, CountsLinesThatWereFramedOtherwiseIn) {
    LineContext context{.year = 2026};
    read("[Wed May  6 21:13:00 2026] first", context);
    EXPECT_EQ(read("[  +0.250000] second", context).instant, utc("2026-05-06 21:13:00.25"));
}

TEST(Kmsg, CountsMicrosecondsFromBoot) {
    expect("6,339,5140900,-;NET: Registered PF_INET6 protocol family", "kmsg", "boot",
           since_zero(microseconds{5'140'900}), microseconds{1}, "kernel",
           "NET: Registered PF_INET6 protocol family");
    expect("6,1045,22659154,-,caller=T812;wlan2: authenticated", "kmsg", "boot",
           since_zero(microseconds{22'659'154}), microseconds{1}, "kernel", "wlan2: authenticated");
    expect("30,1,5,c;a;b", "kmsg", "boot", since_zero(microseconds{5}), microseconds{1}, "kernel", "a;b");
}

TEST(Kmsg, HasRecordsOnlyInTheFirstLineOfEach) {
    EXPECT_EQ(read(" SUBSYSTEM=ieee80211").format, "foreign");
    EXPECT_EQ(read(" DEVICE=+ieee80211:phy0").format, "foreign");
    EXPECT_EQ(read("6,339,5140900,-").format, "foreign");
    EXPECT_EQ(read("6,339,x,-;y").format, "foreign");
    EXPECT_EQ(read("6,339,9223372036854775807,-;y").format, "bad time");
}

// --- syslog
// --------------------------------------------------------------------------------------------------------

TEST(Rfc3164, HasAHostAndAProcess) {
    expect("May  6 21:13:00 box wpa_supplicant[812]: wlan0: Associated with 02:00:00:00:01:00", "journal-short",
           "local", utc("2026-05-06 21:13:00"), seconds{1}, "wpa_supplicant",
           "wlan0: Associated with 02:00:00:00:01:00");
    expect("Dec 31 23:59:59 box kernel: wlan0: authenticated", "journal-short", "local",
           utc("2026-12-31 23:59:59"), seconds{1}, "kernel", "wlan0: authenticated");
    expect("May 06 21:13:00 box kernel: x", "journal-short", "local", utc("2026-05-06 21:13:00"), seconds{1},
           "kernel", "x");
}

TEST(Rfc3164, KeepsTheStampThatTheKernelPutBeforeItsMessage) {
    const Read got = read("May  6 21:13:00 box kernel: [ 3027.669072] wlo1: authenticated");
    EXPECT_EQ(got.format, "syslog");
    EXPECT_EQ(got.process, "kernel");
    EXPECT_EQ(got.message, "wlo1: authenticated");
    EXPECT_EQ(got.boot, microseconds{3'027'669'072});
    EXPECT_EQ(got.instant, utc("2026-05-06 21:13:00"));
}

TEST(Rfc3164, TakesABracketOfAnotherProcessForItsWords) {
    const Read got = read("May  6 21:13:00 box other[1]: [ 3027.669072] wlo1: authenticated");
    EXPECT_EQ(got.boot, std::nullopt);
    EXPECT_EQ(got.message, "[ 3027.669072] wlo1: authenticated");
}

TEST(Rfc3164, MayHaveItsPriorityBeforeIt) {
    const Read got = read("<30>May  6 21:13:00 box hostapd: wlan0: AP-ENABLED");
    EXPECT_EQ(got.format, "syslog");
    EXPECT_EQ(got.process, "hostapd");
    EXPECT_EQ(got.message, "wlan0: AP-ENABLED");
    EXPECT_EQ(got.instant, utc("2026-05-06 21:13:00"));
}

TEST(Rfc3164, MayLackItsHost) {
    for (const std::string_view line :
         {"May  6 21:13:00 kernel: wlan0: associated", "<6>May  6 21:13:00 kernel: wlan0: associated",
          "May  6 21:13:00  kernel: wlan0: associated"}) {
        EXPECT_EQ(read(line).process, "kernel") << line;
        EXPECT_EQ(read(line).message, "wlan0: associated") << line;
    }
}

TEST(Rfc3164, HasAProcessOrIsNoLogLine) {
    for (const std::string_view line :
         {"May  6 21:13:00 box last message repeated 3 times", "May  6 21:13:00 box", "May  6 21:13:00 ",
          "May  6 21:13:00", "May  6 21:13 box kernel: x", "May  6 box kernel: x", "Mai  6 21:13:00 box kernel: x",
          "May 21:13:00 box kernel: x"})
        EXPECT_EQ(read(line).format, "foreign") << line;
}

TEST(Rfc5424, PassesOverStructuredDataWithAnEscapedBracket) {
    expect(R"(<165>1 2026-05-06T21:13:00.123456+02:00 box kernel 812 ID47 [a@1 k="v \] \" ]" l="]"])"
           R"([b@1 k="v"] wlan0: associated)",
           "syslog-5424", "epoch", utc("2026-05-06 19:13:00.123456"), microseconds{1}, "kernel",
           "wlan0: associated");
}

TEST(Rfc5424, TakesNilForNothing) {
    expect("<6>1 2026-05-06T21:13:00Z - kernel - - - wlan0: associated", "syslog-5424", "epoch",
           utc("2026-05-06 21:13:00"), seconds{1}, "kernel", "wlan0: associated");
    expect("<6>1 2026-05-06T21:13:00.5Z box wpa_supplicant 812 - - -", "syslog-5424", "epoch",
           utc("2026-05-06 21:13:00.5"), milliseconds{100}, "wpa_supplicant", "-");
}

TEST(Rfc5424, MayHaveAByteOrderMarkBeforeItsMessage) {
    expect("<6>1 2026-05-06T21:13:00Z box kernel - - - \xef\xbb\xbfwlan0: associated", "syslog-5424", "epoch",
           utc("2026-05-06 21:13:00"), seconds{1}, "kernel", "wlan0: associated");
    expect("<6>1 2026-05-06T21:13:00Z box kernel - - [a@1] \xef\xbb\xbfwlan0: associated", "syslog-5424", "epoch",
           utc("2026-05-06 21:13:00"), seconds{1}, "kernel", "wlan0: associated");
}

TEST(Rfc5424, KeepsTheKernelsStamp) {
    const Read got = read("<6>1 2026-05-06T21:13:00Z box kernel - - - [   22.659154] wlan0: associated");
    EXPECT_EQ(got.boot, microseconds{22'659'154});
    EXPECT_EQ(got.message, "wlan0: associated");
}

TEST(Rfc5424, BreaksOffWithoutHarm) {
    const std::string whole =
        R"(<165>1 2026-05-06T21:13:00.123456+02:00 box kernel 812 ID47 [a@1 k="v \] "] wlan0: associated)";
    for (std::size_t size = 0; size < whole.size(); ++size) read(whole.substr(0, size));
    EXPECT_EQ(read(R"(<6>1 2026-05-06T21:13:00Z box kernel - - [a@1 k="v ] x)").format, "foreign");
    EXPECT_EQ(read("<6>1 2026-13-06T21:13:00Z box kernel - - - x").format, "bad time");
}

TEST(Rsyslog, WritesTheTimeOfRfc3339) {
    const Read kernel = read("2026-05-06T21:13:00.123456+02:00 box kernel: [ 3027.669072] wlo1: authenticated");
    EXPECT_EQ(kernel.format, "syslog");
    EXPECT_EQ(kernel.clock, "epoch");
    EXPECT_EQ(kernel.instant, utc("2026-05-06 19:13:00.123456"));
    EXPECT_EQ(kernel.boot, microseconds{3'027'669'072});
    EXPECT_EQ(kernel.message, "wlo1: authenticated");
    const Read other = read("2026-05-06T21:13:00.123456+02:00 box NetworkManager[1]: <info> hello");
    EXPECT_EQ(other.process, "NetworkManager");
    EXPECT_EQ(other.message, "<info> hello");
    EXPECT_EQ(other.instant, utc("2026-05-06 19:13:00.123456"));
}

TEST(Logread, HasTheFacilityBeforeTheProcess) {
    expect("Mon Sep 28 15:35:43 2020 daemon.notice wpa_supplicant[812]: wlan0: hello", "logread", "local",
           utc("2020-09-28 15:35:43"), seconds{1}, "wpa_supplicant", "wlan0: hello");
    const Read got = read("Mon Sep 28 15:35:43 2020 kern.info kernel: [78774.744145] wlan0: associated");
    EXPECT_EQ(got.format, "logread");
    EXPECT_EQ(got.process, "kernel");
    EXPECT_EQ(got.message, "wlan0: associated");
    EXPECT_EQ(got.boot, microseconds{78'774'744'145});
}

TEST(Logread, HasTheFractionOfTheSecondWithDashT) {
    expect("Wed Nov 20 14:04:56 2024 [1732107896.123] kern.info kernel: wlan0: associated", "logread", "local",
           utc("2024-11-20 14:04:56.123"), milliseconds{1}, "kernel", "wlan0: associated");
}

TEST(Logread, HasAFacilityAndAProcessOrIsNoLogLine) {
    EXPECT_EQ(read("Mon Sep 28 15:35:43 2020 kernel: x").format, "foreign");
    EXPECT_EQ(read("Mon Sep 28 15:35:43 2020 kern.info x").format, "foreign");
    EXPECT_EQ(read("Mon Sep 28 15:35:43 2020").format, "foreign");
    EXPECT_EQ(read("Mon Sep 31 15:35:43 2020 kern.info kernel: x").format, "bad time");
}

// --- journalctl
// ----------------------------------------------------------------------------------------------------

TEST(Journal, ShortPreciseHasAFraction) {
    expect("May 06 21:13:00.123456 box kernel: wlan0: associated", "journal-short-precise", "local",
           utc("2026-05-06 21:13:00.123456"), microseconds{1}, "kernel", "wlan0: associated");
}

TEST(Journal, ShortIsoHasAnOffsetThatIsSubtracted) {
    expect("2026-05-06T21:13:00+0200 box kernel: wlan0: associated", "journal-short-iso", "epoch",
           utc("2026-05-06 19:13:00"), seconds{1}, "kernel", "wlan0: associated");
    expect("2026-05-06T21:13:00+02:00 box kernel: wlan0: associated", "journal-short-iso", "epoch",
           utc("2026-05-06 19:13:00"), seconds{1}, "kernel", "wlan0: associated");
    expect("2026-05-06T21:13:00-0330 box kernel: x", "journal-short-iso", "epoch", utc("2026-05-07 00:43:00"),
           seconds{1}, "kernel", "x");
    expect("2026-05-06T21:13:00Z box kernel: x", "journal-short-iso", "epoch", utc("2026-05-06 21:13:00"),
           seconds{1}, "kernel", "x");
    expect("2026-05-06T21:13:00 box kernel: x", "journal-short-iso", "local", utc("2026-05-06 21:13:00"),
           seconds{1}, "kernel", "x");
}

TEST(Journal, ShortIsoPreciseHasBoth) {
    expect("2026-05-06T21:13:00.123456+0200 box wpa_supplicant[1]: x", "journal-short-iso-precise", "epoch",
           utc("2026-05-06 19:13:00.123456"), microseconds{1}, "wpa_supplicant", "x");
}

TEST(Journal, ShortFullNamesItsZoneAndOnlyUtcIsKnown) {
    expect("Wed 2026-05-06 21:13:00 CEST box kernel: wlan0: associated", "journal-short-full", "local",
           utc("2026-05-06 21:13:00"), seconds{1}, "kernel", "wlan0: associated");
    expect("Wed 2026-05-06 21:13:00 UTC box kernel: wlan0: associated", "journal-short-full", "epoch",
           utc("2026-05-06 21:13:00"), seconds{1}, "kernel", "wlan0: associated");
    expect("Wed 2026-05-06 21:13:00.123456 GMT box kernel: x", "journal-short-full", "epoch",
           utc("2026-05-06 21:13:00.123456"), microseconds{1}, "kernel", "x");
    expect("Wed 2026-05-06 21:13:00 -03 box kernel: x", "journal-short-full", "local", utc("2026-05-06 21:13:00"),
           seconds{1}, "kernel", "x");
}

TEST(Journal, WithUnitNamesTheUnitForTheProcess) {
    expect("Wed 2026-05-06 21:13:00 CEST box wpa_supplicant.service[812]: wlan0: x", "journal-short-full", "local",
           utc("2026-05-06 21:13:00"), seconds{1}, "wpa_supplicant.service", "wlan0: x");
}

TEST(Journal, ShortMonotonicHasHostAndProcessAfterTheSeconds) {
    expect("[   22.659154] box kernel: wlan0: associated", "journal-short-monotonic", "boot",
           since_zero(microseconds{22'659'154}), microseconds{1}, "kernel", "wlan0: associated");
    expect("[   22.659154] box wpa_supplicant[812]: wlan0: x", "journal-short-monotonic", "boot",
           since_zero(microseconds{22'659'154}), microseconds{1}, "wpa_supplicant", "wlan0: x");
}

TEST(Journal, ShortUnixCountsFromTheEpoch) {
    expect("1778095980.123456 box kernel: wlan0: associated", "journal-short-unix", "epoch",
           utc("2026-05-06 19:33:00.123456"), microseconds{1}, "kernel", "wlan0: associated");
    EXPECT_EQ(read("1778095980 box kernel: x").format, "foreign");
    EXPECT_EQ(read("1778095980.123456: random: x").format, "foreign");
    EXPECT_EQ(read("9223372036854775807.1 box kernel: x").format, "bad time");
}

TEST(SupplicantLogFrame, HasSixDigitsAndKnownWords) {
    expect("1778095980.123456: wlan0: Associated with 02:00:00:00:01:00", "wpa-supplicant", "epoch",
           utc("2026-05-06 19:33:00.123456"), microseconds{1}, "wpa_supplicant",
           "wlan0: Associated with 02:00:00:00:01:00");
    EXPECT_EQ(read("wlan0: CTRL-EVENT-BEACON-LOSS ").format, "wpa-supplicant");
    EXPECT_EQ(read("1778095980.123: wlan0: CTRL-EVENT-BEACON-LOSS ").format, "foreign") << "no six digits";
    EXPECT_EQ(read("1778095980.123456: wlan0: something else").format, "foreign");
    EXPECT_EQ(read("1778095980.123456: wlan0: AP-ENABLED ").format, "foreign")
        << "hostapd's, for all that is known";
}

TEST(Journal, MarksBetweenBoots) {
    for (const std::string_view text :
         {"Boot 3f2a7c0d1e", "Reboot", "No entries", "Journal begins at Mon 2026-05-04"}) {
        const Read got = read("-- " + std::string(text) + " --");
        EXPECT_EQ(got.format, "journal-mark") << text;
        EXPECT_EQ(got.clock, "none") << text;
        EXPECT_EQ(got.message, text);
    }
    EXPECT_EQ(read("-- Boot 3f2a").format, "foreign");
    EXPECT_EQ(read("Boot 3f2a --").format, "foreign");
}

TEST(Journal, MarksLeaveTheTimeOfTheLineBeforeAlone) {
    LineContext context{.year = 2026};
    read("[May 6 21:13] first", context);
    read("-- Reboot --", context);
    EXPECT_EQ(read("[  +0.500000] second", context).instant, utc("2026-05-06 21:13:00.5"));
}

// --- dates
// ---------------------------------------------------------------------------------------------------------

TEST(Dates, ThatAreImpossibleAreToldFromForeignLines) {
    for (const std::string_view line :
         {"Feb 31 21:13:00 box kernel: x", "May  6 25:00:00 box kernel: x", "May  6 21:60:00 box kernel: x",
          "May  0 21:13:00 box kernel: x", "<6>Feb 31 21:13:00 box kernel: x", "[Mon Feb 31 21:13:00 2026] x",
          "[Feb31 21:13] x", "[May 6 24:13] x", "2026-02-29T21:13:00+0200 box kernel: x",
          "2026-05-06T21:61:00,000000+02:00 x", "1969-05-06T21:13:00Z box kernel: x",
          "2200-05-06T21:13:00Z box kernel: x", "Wed 2026-13-06 21:13:00 UTC box kernel: x",
          "[99999999999.000000] x"})
        EXPECT_EQ(read(line).format, "bad time") << line;
}

TEST(Dates, TakeALeapSecond) {
    EXPECT_EQ(read("2016-12-31T23:59:60Z box kernel: x").instant, utc("2017-01-01 00:00:00"));
}

TEST(Years, AreTheOnesOfTheCallerUntilJanuaryFollowsDecember) {
    LineContext context{.year = 2025};
    EXPECT_EQ(read("Nov 30 00:00:00 box kernel: a", context).instant, utc("2025-11-30 00:00:00"));
    EXPECT_EQ(read("Dec 31 23:59:59 box kernel: a", context).instant, utc("2025-12-31 23:59:59"));
    EXPECT_EQ(read("Jan  1 00:00:00 box kernel: b", context).instant, utc("2026-01-01 00:00:00"));
    EXPECT_EQ(read("Jan  1 00:00:01 box kernel: c", context).instant, utc("2026-01-01 00:00:01"));
    EXPECT_EQ(read("Dec 31 23:59:59 box kernel: d", context).instant, utc("2026-12-31 23:59:59"));
    EXPECT_EQ(read("Jan  1 00:00:00 box kernel: e", context).instant, utc("2027-01-01 00:00:00"));
    EXPECT_EQ(context.year, 2027);
}

TEST(Years, DoNotRiseWhereTheLogOnlyGoesBack) {
    LineContext context{.year = 2026};
    read("May  6 21:13:00 box kernel: a", context);
    EXPECT_EQ(read("Jan  1 00:00:00 box kernel: b", context).instant, utc("2026-01-01 00:00:00"));
    EXPECT_EQ(read("Dec  1 00:00:00 box kernel: c", context).instant, utc("2026-12-01 00:00:00"));
}

TEST(Years, RiseForEachFormatWithoutOne) {
    LineContext precise{.year = 2025};
    read("Dec 31 23:59:59.9 box kernel: a", precise);
    EXPECT_EQ(read("Jan 01 00:00:00.1 box kernel: b", precise).instant, utc("2026-01-01 00:00:00.1"));
    LineContext relative{.year = 2025};
    read("[Dec31 23:59] a", relative);
    read("[ +30.000000] b", relative);
    EXPECT_EQ(read("[Jan 1 00:00] c", relative).instant, utc("2026-01-01 00:00:00"));
    EXPECT_EQ(read("[Jan 1 00:05] d", relative).instant, utc("2026-01-01 00:05:00"));
    LineContext difference{.year = 2025};
    read("[Dec31 23:59] a", difference);
    EXPECT_EQ(read("[ +70.000000] b", difference).instant, utc("2026-01-01 00:00:10"));
    EXPECT_EQ(read("[Jan 1 00:01] c", difference).instant, utc("2026-01-01 00:01:00"));
}

TEST(Years, ThatHave29FebruaryAreLeapYearsAndSoAreTheDaysAfterIt) {
    LineContext context{.year = 2026};
    EXPECT_EQ(read("Feb 29 23:59:59 box kernel: a", context).instant, utc("2024-02-29 23:59:59"));
    EXPECT_EQ(read("Mar  1 00:00:00 box kernel: b", context).instant, utc("2024-03-01 00:00:00"));
}

// --- everything else
// -----------------------------------------------------------------------------------------------

TEST(Prose, IsForeign) {
    for (const std::string_view line : {"",
                                        " ",
                                        "Dear all,",
                                        "May I ask why wlan0 disconnects?",
                                        "On Monday it stopped: wlan0: associated",
                                        "Mon ami, kernel: x",
                                        "[link] here: x",
                                        "[1] see below",
                                        "[ ] todo",
                                        "2026 was a good year: kernel: x",
                                        "2026-05-06 was a Wednesday",
                                        "1. wlan0: associated",
                                        "12,5 percent; more",
                                        "<b>bold</b> kernel: x",
                                        "<6>",
                                        "<",
                                        "[",
                                        "- item",
                                        "-- ",
                                        "Marching: on",
                                        "wlan0: associated",
                                        "kernel: wlan0: associated",
                                        "Sun rises",
                                        "\xff\xfe\x01",
                                        "0",
                                        "[+] x",
                                        "[May] x"})
        EXPECT_EQ(read(line).format, "foreign") << line;
}

TEST(Frame, CutAnywhereDoesNoHarm) {
    for (const std::string& whole :
         {std::string("[   22.659154] wlan2: x"), std::string("[Wed May  6 21:13:00 2026] x"),
          std::string("2026-05-06T21:13:00,123456+02:00 x"), std::string("[May 6 21:13] first"),
          std::string("[  +0.000123] x"), std::string("6,339,5140900,-;x"),
          std::string("<30>May  6 21:13:00 box hostapd: x"),
          std::string("Mon Sep 28 15:35:43 2020 [1.123] kern.info kernel: [7.1] x"),
          std::string("Wed 2026-05-06 21:13:00 CEST box kernel: [ 1.1] x"),
          std::string("kern  :info  : [   22.659154] x")})
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const std::string text = whole.substr(0, size);  // its own allocation: reads behind it are seen
            LineContext context{.year = 2026};
            take_frame(text, context);
        }
}

TEST(NameOf, EachFormatIsOneOfItsOwn) {
    std::set<std::string_view> names;
    for (int format = 0; format <= static_cast<int>(LineFormat::iw_event); ++format)
        names.insert(name_of(static_cast<LineFormat>(format)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(LineFormat::iw_event) + 1);
    EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace wlanmedic::evidence
