// SPDX-License-Identifier: MIT
#include "evidence/run_decoder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "run_records.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using namespace std::chrono_literals;
using runfile::Kind;
using runfile::Record;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view bssid = "02:00:00:00:00:01";

std::string brief(const wifi::Event& event) {
    std::string text = fmt::format("{:.6f} {}{}{}", wifi::to_seconds(event.instant - run_time(0s)),
                                   event.interface, event.interface.empty() ? "" : " ", words(event.payload));
    for (const wifi::Receipt& receipt : event.receipts) text += fmt::format(" |{}", receipt.line);
    return text;
}

std::vector<std::string> all_of(RunDecoder& decoder, const std::vector<runfile::ReadRecord>& records) {
    std::vector<std::string> out;
    for (const runfile::ReadRecord& record : records) {
        decoder.take(record);
        while (const auto event = decoder.next()) out.push_back(brief(*event));
    }
    while (const auto event = decoder.drain()) out.push_back(brief(*event));
    return out;
}

std::vector<std::string> decoded(std::vector<Record> records) {
    RunDecoder decoder(0, drivers());
    return all_of(decoder, numbered(std::move(records)));
}

// What several sources see of one loss and return.
std::vector<Record> a_loss() {
    return {
        manifest_record(0s),
        family_record(0s),
        interface_record(0s),
        text_record(1s, Kind::clock, "clocks",
                    {{"WLANMEDIC_REALTIME", "1778121601000000000"},
                     {"WLANMEDIC_BOOTTIME", "101000000000"},
                     {"WLANMEDIC_MONOTONIC", "101000000000"}}),
        kernel_record(2s, "wlan0: associated"),
        connect_record(2'001ms, bssid),
        text_record(2'050ms, Kind::journal,
                    "wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:01 completed",
                    {{"SYSLOG_IDENTIFIER", "wpa_supplicant"}}),
        kernel_record(10s, "wlan0: deauthenticated from 02:00:00:00:00:01 (Reason: 4=DISASSOC_DUE_TO_INACTIVITY)"),
        disconnect_record(10'002ms, 4, true),
        text_record(10'020ms, Kind::journal, "wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:01 reason=4",
                    {{"SYSLOG_IDENTIFIER", "wpa_supplicant"}}),
        text_record(30s, Kind::end, "stopped", {{"WLANMEDIC_BECAUSE", "stopped"}})};
}

TEST(RunDecoder, TellsOnceWhatSeveralSourcesTellWithTheFramesOfAll) {
    EXPECT_THAT(decoded(a_loss()),
                ElementsAre("0.000000 wlan0 interface_type type='station' |3",
                            "2.000000 wlan0 associated bssid=02:00:00:00:00:01 |5 |6",
                            "2.050000 wlan0 authorized bssid=02:00:00:00:00:01 |7",
                            HasSubstr("10.000000 wlan0 deauthenticated by=access_point"),
                            HasSubstr("10.002000 wlan0 disconnected by=access_point reason=4 |9 |10")));
}

TEST(RunDecoder, CountsEachRecordOnce) {
    RunDecoder decoder(0, drivers());
    auto records = a_loss();
    records.push_back(
        text_record(31s, Kind::journal, "wlan0: a word of another day", {{"SYSLOG_IDENTIFIER", "wpa_cli"}}));
    records.push_back(text_record(32s, Kind::counters, "", {{"WLANMEDIC_INTERFACE", "wlan0"}}));
    records.push_back(text_record(33s, Kind::kernel, "usb 1-1: new device", {}));
    all_of(decoder, numbered(std::move(records)));
    EXPECT_EQ(decoder.tally().lines, 14U);
    EXPECT_EQ(decoder.tally().events, 7U);
    EXPECT_EQ(decoder.tally().unrecognized, 1U);
    EXPECT_EQ(decoder.tally().malformed, 1U);
    EXPECT_EQ(decoder.tally().formats.at(LineFormat::run_file), 14U);
    EXPECT_EQ(decoder.tally().first, run_time(0s));
    EXPECT_EQ(decoder.tally().last, run_time(33s));
}

TEST(RunDecoder, SaysWhereRecordsAreMissing) {
    auto records = numbered(a_loss());
    records.erase(records.begin() + 6, records.begin() + 8);
    RunDecoder decoder(0, drivers());
    const auto told = all_of(decoder, records);
    EXPECT_THAT(told,
                testing::Contains(HasSubstr("10.002000 gap because=2 records of the recording are missing here")));
    EXPECT_EQ(decoder.tally().lost, 2U);
}

TEST(RunDecoder, KeepsTheLinksWhereOnlyTheTraceLostSomething) {
    const auto gap_of = [](std::string source, bool with_netlink) {
        std::vector<Record> records;
        if (with_netlink) records.push_back(family_record(0s));
        records.push_back(text_record(1s, Kind::gap, "7 lost",
                                      {{"WLANMEDIC_SOURCE", std::move(source)}, {"WLANMEDIC_LOST", "7"}}));
        RunDecoder decoder(0, drivers());
        for (const auto& record : numbered(std::move(records))) decoder.take(record);
        EXPECT_EQ(decoder.tally().lost, 7U);
        return std::get<wifi::Gap>(decoder.drain()->payload).links_known;
    };
    EXPECT_TRUE(gap_of("trace", true));
    EXPECT_TRUE(gap_of("kernel", true));
    EXPECT_FALSE(gap_of("nl80211", true));
    EXPECT_FALSE(gap_of("trace", false)) << "nobody else tells what it lost";
    EXPECT_FALSE(gap_of("", true));
}

TEST(RunDecoder, GivesACounterTheValueThatItHad) {
    const auto counters = [](wifi::Duration when, std::string values) {
        return text_record(when, Kind::counters, "counters",
                           {{"WLANMEDIC_INTERFACE", "wlan0"}, {"WLANMEDIC_COUNTERS", std::move(values)}});
    };
    EXPECT_THAT(decoded({counters(1s, "rx_packets=100 tx_packets=50"), counters(2s, "tx_packets=+7"),
                         counters(3s, "rx_packets=-1 tx_packets=3")}),
                ElementsAre("1.000000 wlan0 counter name=rx_packets value=100 |1",
                            "1.000000 wlan0 counter name=tx_packets value=50 |1",
                            "2.000000 wlan0 counter name=rx_packets value=100 |2",
                            "2.000000 wlan0 counter name=tx_packets value=57 |2",
                            "3.000000 wlan0 counter name=rx_packets value=99 |3",
                            "3.000000 wlan0 counter name=tx_packets value=3 |3"));
}

TEST(CounterValues, SayWhereThereAreMoreThanTheyFollow) {
    const auto malformed = [](std::size_t interfaces, std::size_t counters) {
        std::string told;
        for (std::size_t i = 0; i < counters; ++i) told += fmt::format("c{}=1 ", i);
        CounterValues values;
        bool any = false;
        for (std::size_t i = 0; i < interfaces; ++i) values.take(fmt::format("wlan{}", i), told, any);
        return any;
    };
    EXPECT_FALSE(malformed(CounterValues::most_interfaces, 1));
    EXPECT_TRUE(malformed(CounterValues::most_interfaces + 1, 1));
    EXPECT_FALSE(malformed(1, CounterValues::most_counters));
    EXPECT_TRUE(malformed(1, CounterValues::most_counters + 1));
}

TEST(RunDecoder, ReadsWhatTheRecorderSawItself) {
    EXPECT_THAT(
        decoded(
            {text_record(1s, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "suspending"}}),
             text_record(2s, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "resumed"}, {"WLANMEDIC_SLEPT", "5"}}),
             text_record(3s, Kind::rfkill, "", {{"WLANMEDIC_RFKILL", "blocked"}, {"WLANMEDIC_PHY", "phy0"}}),
             text_record(4s, Kind::rfkill, "", {{"WLANMEDIC_RFKILL", "unblocked"}}),
             text_record(5s, Kind::device, "",
                         {{"WLANMEDIC_DEVICE", "renamed"},
                          {"WLANMEDIC_INTERFACE", "wlp1s0"},
                          {"WLANMEDIC_BEFORE", "wlan0"}}),
             text_record(6s, Kind::device, "", {{"WLANMEDIC_DEVICE", "gone"}, {"WLANMEDIC_INTERFACE", "wlp1s0"}}),
             text_record(7s, Kind::probe, "",
                         {{"WLANMEDIC_TARGET", "192.0.2.1"},
                          {"WLANMEDIC_STATE", "up"},
                          {"WLANMEDIC_TOOK", "1000000"},
                          {"WLANMEDIC_INTERFACE", "wlan0"}}),
             text_record(8s, Kind::load, "",
                         {{"WLANMEDIC_TARGET", "h"},
                          {"WLANMEDIC_STATE", "stalled"},
                          {"WLANMEDIC_BYTES", "12"},
                          {"WLANMEDIC_OVER", "1000000000"},
                          {"WLANMEDIC_INTERFACE", "wlan0"}}),
             text_record(9s, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "dreaming"}})}),
        ElementsAre("1.000000 suspended |1", "2.000000 resumed |2", HasSubstr("3.000000 radio_blocked"),
                    HasSubstr("4.000000 radio_unblocked"),
                    "5.000000 wlp1s0 interface_renamed before=wlan0 after=wlp1s0 |5",
                    "6.000000 wlp1s0 interface_type type='' removed |6",
                    HasSubstr("7.000000 wlan0 probe_result target=192.0.2.1 answer=up"),
                    HasSubstr("8.000000 wlan0 load target=h state=stalled")));
}

TEST(RunDecoder, ReadsTheTraceAsItsOwnDecoderDoes) {
    EXPECT_THAT(
        decoded(
            {text_record(1s, Kind::trace,
                         "     kworker/u4:1-34      [000] .....    22.667465: api_connection_loss:  vif:wlan0(2)"),
             text_record(2s, Kind::trace, "no line of a trace")}),
        ElementsAre("1.000000 wlan0 connection_loss_reported |1"));
}

TEST(RunDecoder, OfACaptureOfOthersLeavesOutTheCopiesOfATap) {
    std::vector<Record> records{family_record(0s),
                                interface_record(0s),
                                connect_record(1s, bssid),
                                connect_record(1'000'100us, bssid),
                                connect_record(1'000'200us, bssid),
                                disconnect_record(2s, 4, false)};
    RunDecoder decoder(0, drivers());
    auto read = numbered(std::move(records));
    for (runfile::ReadRecord& record : read) record.record.sequence = 0;
    EXPECT_THAT(all_of(decoder, read),
                ElementsAre(HasSubstr("interface_type"), HasSubstr("1.000000 wlan0 associated"),
                            HasSubstr("2.000000 wlan0 disconnected")));
    EXPECT_EQ(decoder.tally().repeated, 2U);
    EXPECT_EQ(decoder.tally().formats.at(LineFormat::netlink_capture), 6U);
}

TEST(RunDecoder, TakesNothingThatIsToldLateForAClockThatWentBack) {
    EXPECT_THAT(
        decoded(
            {family_record(0s), connect_record(1s, bssid),
             text_record(3'700s, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "resumed"}}),
             kernel_record(
                 90s, "wlan0: deauthenticating from 02:00:00:00:00:01 by local choice (Reason: 3=DEAUTH_LEAVING)"),
             text_record(3'701s, Kind::journal, "wlan0: CTRL-EVENT-BEACON-LOSS ",
                         {{"SYSLOG_IDENTIFIER", "wpa_supplicant"}}),
             text_record(3'650s, Kind::journal, "wlan0: CTRL-EVENT-BEACON-LOSS ",
                         {{"SYSLOG_IDENTIFIER", "wpa_supplicant"}}),
             connect_record(3'710s, bssid)}),
        ElementsAre(HasSubstr("1.000000 "), HasSubstr("90.000000 wlan0 deauthenticated"),
                    HasSubstr("3650.000000 "), HasSubstr("3700.000000 resumed"), HasSubstr("3701.000000 "),
                    HasSubstr("3710.000000 ")));
}

std::vector<bool> late_in(const std::vector<runfile::ReadRecord>& records) {
    RunDecoder decoder(0, drivers());
    for (const runfile::ReadRecord& record : records) decoder.take(record);
    std::vector<bool> late;
    while (const auto event = decoder.drain()) late.push_back(event->late);
    return late;
}

TEST(RunDecoder, CallsNothingLateWhereTheClockMayHaveGoneBack) {
    const std::vector<Record> back{family_record(3'600s), connect_record(3'600s, bssid),
                                   disconnect_record(1'800s, 4, true)};
    EXPECT_THAT(late_in(numbered(back)), ElementsAre(true, false));
    auto of_others = numbered(back);
    for (runfile::ReadRecord& record : of_others) record.record.sequence = 0;
    // Between them the merge tells that the time goes back.
    EXPECT_THAT(late_in(of_others), ElementsAre(false, false, false));
    auto another_run = numbered(back, 1000);
    another_run.back().record.sequence = 1;
    EXPECT_THAT(late_in(another_run), ElementsAre(false, false, false));
}

TEST(RunDecoder, CountsWhatTheTraceLostOnce) {
    RunDecoder decoder(0, drivers());
    for (const auto& record : numbered(
             {text_record(1s, Kind::trace, "CPU:0 [LOST 123 EVENTS]"),
              text_record(1s, Kind::gap, "lost", {{"WLANMEDIC_SOURCE", "trace"}, {"WLANMEDIC_LOST", "123"}})}))
        decoder.take(record);
    EXPECT_EQ(decoder.tally().lost, 123U);
}

TEST(RunDecoder, TakesTheHighestNumberForNoLoss) {
    for (const std::uint64_t next : {UINT64_MAX, std::uint64_t{1}}) {
        auto records = numbered({family_record(0s), connect_record(1s, bssid), connect_record(2s, bssid)});
        records[0].record.sequence = UINT64_MAX - 1;
        records[1].record.sequence = UINT64_MAX;
        records[2].record.sequence = next;
        RunDecoder decoder(0, drivers());
        EXPECT_THAT(all_of(decoder, records), testing::Not(testing::Contains(HasSubstr("gap"))));
        EXPECT_EQ(decoder.tally().lost, 0U);
    }
}

TEST(RunDecoder, DoesNotTakeAnotherRunForALoss) {
    auto records = numbered(a_loss(), 1000);
    for (runfile::ReadRecord& record : numbered({manifest_record(40s), connect_record(41s, bssid)}))
        records.push_back(record);
    RunDecoder decoder(0, drivers());
    EXPECT_THAT(all_of(decoder, records), testing::Not(testing::Contains(HasSubstr("gap"))));
}

// A recording tells its events as it goes, and lets time pass in between; the file is read in one go.
TEST(RunDecoder, GivesTheSameEventsLiveAndFromAFile) {
    std::mt19937 random(2026);
    for (int round = 0; round < 300; ++round) {
        std::vector<Record> records{family_record(0s), interface_record(0s)};
        wifi::Duration now = 1s;
        const auto some = [&](int most) { return std::uniform_int_distribution<>(0, most)(random); };
        for (int i = 0; i < 60; ++i) {
            now += std::chrono::milliseconds{some(3) == 0 ? some(8000) : some(200)};
            // Stamped by their sources, up to 2.5 s before they were read.
            const wifi::Duration earlier = now - std::chrono::milliseconds{some(2) == 0 ? some(2500) : 0};
            switch (some(7)) {
                case 0: records.push_back(connect_record(now, bssid)); break;
                case 1: records.push_back(disconnect_record(now, 4, true)); break;
                case 2: records.push_back(kernel_record(earlier, "wlan0: associated")); break;
                case 3:
                    records.push_back(kernel_record(earlier, "wlan0: Connection to AP 02:00:00:00:00:01 lost"));
                    break;
                case 4:
                    records.push_back(text_record(
                        earlier, Kind::journal, "wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:01 reason=4",
                        {{"SYSLOG_IDENTIFIER", "wpa_supplicant"}}));
                    break;
                case 5:
                    // Written by the kernel up to 2.5 s before it was read.
                    records.push_back(text_record(
                        now - std::chrono::milliseconds{some(2500)}, Kind::trace,
                        "  kworker/u4:1-34 [000] .....    22.667465: api_connection_loss:  vif:wlan0(2)"));
                    break;
                case 6:
                    records.push_back(text_record(now, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "resumed"}}));
                    break;
                default: records.push_back(text_record(now, Kind::clock, "")); break;
            }
        }
        const auto read = numbered(std::move(records));
        RunDecoder file(0, drivers());
        const auto expected = all_of(file, read);

        RunDecoder live(0, drivers());
        std::vector<std::string> out;
        const auto tell = [&] {
            while (const auto event = live.next()) out.push_back(brief(*event));
        };
        wifi::Instant clock = run_time(0s);
        for (const runfile::ReadRecord& record : read) {
            // No later than the record that comes next; the trace's are read after they were written.
            for (int i = some(3); i > 0 && clock < record.record.instant; --i) {
                const auto room =
                    std::chrono::duration_cast<std::chrono::milliseconds>(record.record.instant - clock);
                clock += std::chrono::milliseconds{some(static_cast<int>(room.count()))};
                live.on_time(clock);
                if (some(1) == 0) tell();
            }
            clock = std::max(clock, record.record.instant);
            live.take(record);
            if (some(1) == 0) tell();
        }
        tell();
        live.on_time(clock + 10s);
        tell();
        EXPECT_EQ(out, expected) << "round " << round;
        EXPECT_EQ(live.next_deadline(), std::nullopt);
    }
}

TEST(RunDecoder, TellsWhenTheNextEventIsDue) {
    RunDecoder decoder(0, drivers());
    EXPECT_EQ(decoder.next_deadline(), std::nullopt);
    for (const auto& record : numbered({family_record(0s), connect_record(1s, bssid)})) decoder.take(record);
    EXPECT_EQ(decoder.next(), std::nullopt);
    EXPECT_EQ(decoder.next_deadline(), run_time(1s) + hold_window);
    decoder.on_time(run_time(1s) + hold_window);
    EXPECT_TRUE(decoder.next());
    EXPECT_EQ(decoder.next_deadline(), std::nullopt);
}

TEST(RunDecoder, TellsWhenAnEventIsDueThatWasStampedBeforeAMeasurement) {
    RunDecoder decoder(0, drivers());
    for (const auto& record :
         numbered({text_record(10s, Kind::counters, "c",
                               {{"WLANMEDIC_INTERFACE", "wlan0"}, {"WLANMEDIC_COUNTERS", "rx_packets=1"}}),
                   text_record(9'900ms, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "resumed"}})}))
        decoder.take(record);
    EXPECT_EQ(decoder.next_deadline(), run_time(10s) + hold_window);
}

TEST(RunDecoder, WakesNobodyForWhatWasMeasured) {
    RunDecoder decoder(0, drivers());
    for (const auto& record :
         numbered({text_record(1s, Kind::counters, "c",
                               {{"WLANMEDIC_INTERFACE", "wlan0"}, {"WLANMEDIC_COUNTERS", "rx_packets=1"}})}))
        decoder.take(record);
    EXPECT_EQ(decoder.next_deadline(), std::nullopt);
    decoder.on_time(run_time(60s));
    EXPECT_TRUE(decoder.next()) << "but it comes with the next occasion";
}

TEST(RunDecoder, TellsTheSignalThatTheRecorderReadAndWakesNobodyForIt) {
    const auto measured = [](wifi::Duration when, std::string values) {
        return text_record(when, Kind::counters, "counters",
                           {{"WLANMEDIC_INTERFACE", "wlan0"},
                            {"WLANMEDIC_COUNTERS", ""},
                            {"WLANMEDIC_MEASURED", std::move(values)},
                            {"WLANMEDIC_STATION", std::string(bssid)}});
    };
    RunDecoder decoder(0, drivers());
    std::vector<wifi::Event> told;
    for (const auto& record :
         numbered({measured(1s, "station_signal_avg=-60 station_signal=-61 station_tx_bitrate=7200"),
                   measured(2s, "station_signal_avg=-60"), measured(3s, "station_signal=x"),
                   measured(4s, "station_signal=-999"), measured(5s, "station_signal=-70")})) {
        decoder.take(record);
        while (auto event = decoder.next()) told.push_back(std::move(*event));
        EXPECT_EQ(decoder.next_deadline(), std::nullopt);
    }
    while (auto event = decoder.drain()) told.push_back(std::move(*event));
    ASSERT_EQ(told.size(), 2U);
    const auto& first = std::get<wifi::SignalReport>(told[0].payload);
    EXPECT_EQ(first.dbm, -61);
    EXPECT_EQ(first.bssid, wifi::MacAddress::parse(bssid));
    EXPECT_EQ(told[0].interface, "wlan0");
    EXPECT_EQ(told[1].instant, run_time(5s));
    EXPECT_EQ(std::get<wifi::SignalReport>(told[1].payload).dbm, -70);
    for (const wifi::Event& event : told) EXPECT_TRUE(wifi::is_measurement(event.payload));
}

TEST(RunDecoder, TakesFieldsThatAreMissingOrWildAsTheyAre) {
    std::vector<Record> records;
    for (const Kind kind :
         {Kind::manifest, Kind::clock, Kind::kernel, Kind::trace, Kind::journal, Kind::counters, Kind::sleep,
          Kind::rfkill, Kind::device, Kind::probe, Kind::load, Kind::gap, Kind::missing, Kind::end}) {
        records.push_back(text_record(1s, kind, ""));
        records.push_back(text_record(1s, kind, std::string(100'000, 'x')));
        for (const std::string value :
             {"", "-1", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "x"}) {
            Fields fields;
            for (const std::string name :
                 {"_SOURCE_MONOTONIC_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "WLANMEDIC_REALTIME",
                  "WLANMEDIC_BOOTTIME", "WLANMEDIC_MONOTONIC", "WLANMEDIC_SLEPT", "WLANMEDIC_LOST",
                  "WLANMEDIC_TOOK", "WLANMEDIC_BYTES", "WLANMEDIC_OVER", "WLANMEDIC_COUNTERS"})
                fields.emplace_back(name, value);
            fields.emplace_back("WLANMEDIC_INTERFACE", "wlan0");
            fields.emplace_back("WLANMEDIC_STATE", "up");
            fields.emplace_back("WLANMEDIC_SLEEP", "resumed");
            records.push_back(text_record(1s, kind, "wlan0: associated", std::move(fields)));
        }
    }
    for (const wifi::Instant instant : {wifi::Instant::min(), wifi::Instant::max(), wifi::Instant{}}) {
        Record record = kernel_record(0s, "wlan0: associated");
        record.instant = instant;
        records.push_back(std::move(record));
    }
    EXPECT_THAT(decoded(std::move(records)), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace wlanmedic::evidence
