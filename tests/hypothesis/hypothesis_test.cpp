// SPDX-License-Identifier: MIT
// What speaks for and against each reason why a link did not come back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hypothesis/missing.h"
#include "story.h"

namespace wlanmedic::test {
namespace {

using hypothesis::Verdict;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto supported = Verdict::supported;
constexpr auto contradicted = Verdict::contradicted;
constexpr auto undetermined = Verdict::undetermined;

std::vector<std::string> ids(const hypothesis::Diagnosis& diagnosis) {
    std::vector<std::string> all;
    for (const auto& one : diagnosis.hypotheses) all.emplace_back(one.id);
    return all;
}

TEST(Diagnosis, OfAFailureAsksEveryHypothesisOnce) {
    const Judged of = Story().linked(0).lost(60).linked(61).only();
    EXPECT_THAT(ids(of.diagnosis),
                testing::ElementsAre("H1", "H2", "H3", "ap_kept_station", "ap_absent", "ap_full", "ap_refuses",
                                     "ap_slow", "wrong_key", "local_decision", "power_save", "regulatory",
                                     "firmware_crash", "waiting"));
}

TEST(Diagnosis, OfAWantedEndAsksNone) {
    const Judged of = Story().linked(0).lost(60, 3).linked(70).only();
    EXPECT_THAT(of.diagnosis.hypotheses, IsEmpty());
    EXPECT_THAT(of.diagnosis.advice, HasSubstr("Nothing to mend"));
}

TEST(Diagnosis, SaysWhatToRecordExactlyWhereItIsUndetermined) {
    const Judged of = Story().linked(0).lost(60).auth_times_out(61).linked(90).only();
    for (const auto& one : of.diagnosis.hypotheses)
        EXPECT_EQ(one.to_decide.empty(), one.verdict != undetermined) << one.id;
}

// --- H1
TEST(Comeback, KeptToTheMillisecondContradictsH1) {
    const Judged of = Story().linked(0).lost(60).comeback(61, 1000).linked(61.02 + 1.024 + 0.001).only();
    EXPECT_EQ(of.verdict("H1"), contradicted);
    EXPECT_THAT(of["H1"].receipts, Not(IsEmpty()));
}

TEST(Comeback, AskedAgainBeforeItWasOverSupportsH1AndNamesMac80211WhereItRetries) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .comeback(61, 1000)
                          .at(61.5, wifi::AssocRequested{.bssid = ap, .attempt = 2})
                          .linked(65)
                          .only();
    EXPECT_EQ(of.verdict("H1"), supported);
    EXPECT_THAT(of["H1"].because, HasSubstr("1000 TU"));
    EXPECT_THAT(of["H1"].because, HasSubstr("mac80211"));
    EXPECT_THAT(of["H1"].receipts, Each(Field(&wifi::Receipt::text, testing::StartsWith("line of assoc_"))));
}

TEST(Comeback, ANewAuthenticationTooSoonIsLaidToWhoAsksForIt) {
    const Judged of = Story().linked(0).lost(60).comeback(61, 1000).linked(61.3).only();
    EXPECT_EQ(of.verdict("H1"), supported);
    EXPECT_THAT(of["H1"].because, HasSubstr("supplicant or the manager"));
}

TEST(Comeback, TheSecondRefusalInARowThatIsNotWaitedForIsNamedAsSuch) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .comeback(61, 1000)
                          .at(62.1, wifi::AssocRequested{.bssid = ap, .attempt = 2})
                          .at(62.11, wifi::AssocComeback{.bssid = ap, .tu = 1000})
                          .at(62.3, wifi::AssocRequested{.bssid = ap, .attempt = 3})
                          .linked(70)
                          .only();
    EXPECT_EQ(of.verdict("H1"), supported);
    EXPECT_THAT(of["H1"].because, HasSubstr("refusal 2 in a row"));
}

TEST(Comeback, ARequestToAnotherAccessPointMeanwhileIsNoDisrespect) {
    const Judged of = Story().linked(0).lost(60).comeback(61, 1000).linked(61.2, other_ap).only();
    EXPECT_EQ(of.verdict("H1"), undetermined);
    EXPECT_THAT(of["H1"].to_decide, HasSubstr("kernel log"));
}

TEST(Comeback, ThatThisSideGaveUpIsSaidAndLeftOpen) {
    const Judged of =
        Story()
            .linked(0)
            .lost(60)
            .comeback(61, 10000)
            .at(66.02,
                wifi::Deauthenticated{
                    .by = wifi::Sender::local, .from = station, .to = ap, .reason = 3, .joining = true})
            .linked(67, other_ap)
            .only();
    EXPECT_EQ(of.verdict("H1"), undetermined);
    EXPECT_THAT(of["H1"].because, HasSubstr("after 5.00 s this side gave the attempt up"));
}

TEST(Comeback, NeverAskedForContradictsH1OnlyWhereAnswersAreSeen) {
    EXPECT_EQ(Story().linked(0).lost(60).linked(61).only().verdict("H1"), contradicted);
    const Judged blind =
        Story().at(0, wifi::Associated{.bssid = ap}).lost(60).at(70, wifi::Associated{.bssid = ap}).only();
    EXPECT_EQ(blind.verdict("H1"), undetermined);
}

// --- H2
TEST(StaleState, AnUnprotectedDeauthWithoutALinkSupportsH2) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .at(65, wifi::UnprotectedDeauth{.from = other_ap, .to = station, .reason = 6})
                          .linked(70)
                          .only();
    EXPECT_EQ(of.verdict("H2"), supported);
    EXPECT_THAT(of["H2"].because, HasSubstr("nothing here shows an association"));
    EXPECT_THAT(of["H2"].receipts, SizeIs(1));
}

TEST(StaleState, TheUnprotectedDeauthsOfTheLossItselfDoNot) {
    const Judged of = Story()
                          .linked(0)
                          .at(60.9, wifi::UnprotectedDeauth{.from = ap, .to = station, .reason = 7})
                          .lost(62, 2)
                          .at(62.3, wifi::UnprotectedDeauth{.from = ap, .to = station, .reason = 7})
                          .linked(70)
                          .only();
    EXPECT_EQ(of.verdict("H2"), undetermined);
    EXPECT_THAT(of["H2"].to_decide, HasSubstr("drv_sta_state"));
}

using Stage = wifi::StationStage;
wifi::StationState peer(Stage before, Stage after) { return {.address = ap, .before = before, .after = after}; }

TEST(StaleState, AStationEntryTakenOutBeforeTheNextAttemptContradictsH2) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .at(60.001, peer(Stage::associated, Stage::authenticated))
                          .at(60.002, peer(Stage::authenticated, Stage::known))
                          .at(60.003, peer(Stage::known, Stage::none_at_all))
                          .linked(62)
                          .only();
    EXPECT_EQ(of.verdict("H2"), contradicted);
}

TEST(StaleState, AStationEntryStillThereAtTheNextAttemptSupportsH2) {
    const Judged of =
        Story().linked(0).lost(60).at(60.001, peer(Stage::associated, Stage::authenticated)).linked(62).only();
    EXPECT_EQ(of.verdict("H2"), supported);
}

TEST(StaleState, AKeyThatWasNotTakenBackSupportsH2) {
    const Judged of =
        Story()
            .linked(55)
            .at(55.04, wifi::KeyChanged{.address = ap, .index = 0, .pairwise = true})
            .at(55.05, wifi::KeyChanged{.address = {}, .index = 1})
            .lost(60)
            .at(60.001, wifi::KeyChanged{.address = ap, .index = 0, .pairwise = true, .removed = true})
            .linked(62)
            .only();
    EXPECT_EQ(of.verdict("H2"), supported);
    EXPECT_THAT(of["H2"].because, testing::StartsWith("1 of the keys"));
}

// --- H3
TEST(Wedge, TimeOutsAtTwoAccessPointsSupportH3) {
    const Judged of = Story().linked(0).lost(60).auth_times_out(61).auth_times_out(63, other_ap).linked(90).only();
    EXPECT_EQ(of.verdict("H3"), supported);
    EXPECT_THAT(of.diagnosis.advice, HasSubstr("reset of the Wi-Fi device"));
}

TEST(Wedge, TimeOutsAtOneLeaveItOpenForTheAccessPointMayBeGone) {
    const Judged of = Story().linked(0).lost(60).auth_times_out(61).auth_times_out(63).linked(90).only();
    EXPECT_EQ(of.verdict("H3"), undetermined);
}

TEST(Wedge, AShorterComebackThanFullTellsOfALostAnswer) {
    const Judged of = Story().linked(0).lost(60).comeback(61, 881).linked(70).only();
    EXPECT_EQ(of.verdict("H3"), supported);
    EXPECT_THAT(of["H3"].because, HasSubstr("881 TU and not for 1000"));
}

TEST(Wedge, ACountdownWhoseFirstAnswerWasHeardTellsOfNone) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .comeback(61, 1000)
                          .at(61.3, wifi::AssocRequested{.bssid = ap, .attempt = 2})
                          .at(61.31, wifi::AssocComeback{.bssid = ap, .tu = 718})
                          .linked(70)
                          .only();
    EXPECT_EQ(of.verdict("H3"), contradicted);
}

TEST(Wedge, EmptyScansCountWhereTheAccessPointWasThereAndNear) {
    const auto night = [](bool near, bool kept) {
        Story story;
        story.linked(0).scan(30, 1);
        if (near) story.at(59, wifi::SignalReport{.bssid = ap, .dbm = -45});
        story.lost(60).scan(62, 0).scan(70, 0);
        if (kept) story.comeback(80, 1000);
        return story.linked(82).only().verdict("H3");
    };
    EXPECT_EQ(night(true, true), supported);
    EXPECT_EQ(night(false, true), undetermined);
    EXPECT_EQ(night(true, false), undetermined);
}

TEST(Wedge, AnAnswerToTheFirstAttemptContradictsIt) {
    EXPECT_EQ(Story().linked(0).lost(60).linked(61).only().verdict("H3"), contradicted);
}

TEST(Wedge, AnAnswerOnlyAfterAResetSupportsIt) {
    const auto night = [](bool reset) {
        Story story;
        story.linked(0).lost(60).auth_times_out(61);
        if (reset) story.at(80, wifi::HardwareRestarted{.phy = "phy0"});
        return story.linked(82).only().verdict("H3");
    };
    EXPECT_EQ(night(true), supported);
    EXPECT_EQ(night(false), undetermined);
}

// --- access points
TEST(AccessPoint, ThatAnswersWithStatus30StillHeldTheStation) {
    const Judged of = Story().linked(0).lost(60).comeback(61, 1000).linked(63).only();
    EXPECT_EQ(of.verdict("ap_kept_station"), supported);
    EXPECT_EQ(of.verdict("ap_absent"), contradicted);
}

TEST(AccessPoint, ThatTakesTheAssociationAtOnceHeldNothing) {
    EXPECT_EQ(Story().linked(0).lost(60).linked(61).only().verdict("ap_kept_station"), contradicted);
}

TEST(AccessPoint, IsAbsentWhereScansFindOthersAndNotIt) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .scan(100, 1)
                          .at(100.2, wifi::NetworkSeen{.bssid = other_ap, .dbm = -60})
                          .at(100.3, wifi::NetworkNotFound{})
                          .linked(160)
                          .only();
    EXPECT_EQ(of.verdict("ap_absent"), supported);
    EXPECT_THAT(of.diagnosis.advice, HasSubstr("nothing here speaks for a reset of this side"));
}

TEST(AccessPoint, IsNotSaidToBeAbsentWhereScansFindNobodyAtAll) {
    const Judged of =
        Story().linked(0).lost(60).scan(100, 0).at(100.2, wifi::NetworkNotFound{}).linked(160).only();
    EXPECT_EQ(of.verdict("ap_absent"), undetermined);
}

TEST(AccessPoint, ThatRefusesWithStatus17IsFull) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .at(61, wifi::JoinStarted{.bssid = ap})
                          .at(61.1, wifi::AssocRejected{.bssid = ap, .status = 17})
                          .linked(80)
                          .only();
    EXPECT_EQ(of.verdict("ap_full"), supported);
    EXPECT_EQ(of.verdict("ap_refuses"), contradicted);
}

TEST(AccessPoint, ThatRefusesOtherwiseBlocks) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .at(61, wifi::JoinStarted{.bssid = ap})
                          .at(61.1, wifi::AuthRejected{.bssid = ap, .status = 1})
                          .linked(80)
                          .only();
    EXPECT_EQ(of.verdict("ap_refuses"), supported);
    EXPECT_EQ(of.verdict("ap_full"), contradicted);
}

TEST(AccessPoint, WhoseAnswerComesAfterTheTimeOutIsSlow) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .auth_times_out(61)
                          .at(61.9, wifi::AssocResponse{.bssid = ap, .status = 0})
                          .linked(80)
                          .only();
    EXPECT_EQ(of.verdict("ap_slow"), supported);
}

TEST(AccessPoint, ThatAnswersAuthenticationAndTwiceNoAssociationIsBusy) {
    const auto times = [](int attempts) {
        Story story;
        story.linked(0).lost(60);
        for (int i = 0; i < attempts; ++i) {
            const double when = 61 + 5 * i;
            story.at(when, wifi::JoinStarted{.bssid = ap});
            story.at(when + 0.01, wifi::Authenticated{.bssid = ap});
            story.at(when + 0.02, wifi::AssocRequested{.bssid = ap, .attempt = 1});
            story.at(when + 0.4, wifi::AssocTimedOut{.bssid = ap});
        }
        return story.linked(90).only().verdict("ap_slow");
    };
    EXPECT_EQ(times(1), undetermined);
    EXPECT_EQ(times(2), supported);
}

TEST(AccessPoint, WhoseAnswerBelongsToTheNextAttemptIsNotSlow) {
    const Judged of = Story().linked(0).lost(60).auth_times_out(61).linked(62).only();
    EXPECT_EQ(of.verdict("ap_slow"), undetermined);
}

// --- this side
TEST(WrongKey, ReasonFifteenWithoutKeysAtTheEndSupportsIt) {
    const Judged of =
        Story()
            .linked(0)
            .lost(60)
            .at(61, wifi::JoinStarted{.bssid = ap})
            .at(61.02, wifi::Associated{.bssid = ap})
            .at(65,
                wifi::Deauthenticated{.by = wifi::Sender::access_point, .from = ap, .to = station, .reason = 15})
            .only();
    EXPECT_EQ(of.verdict("wrong_key"), supported);
    EXPECT_THAT(of.diagnosis.advice, HasSubstr("password"));
}

TEST(WrongKey, IsContradictedByKeysAtTheEnd) {
    const Judged of =
        Story()
            .linked(0)
            .lost(60)
            .at(61, wifi::JoinStarted{.bssid = ap})
            .at(61.02, wifi::Associated{.bssid = ap})
            .at(65,
                wifi::Deauthenticated{.by = wifi::Sender::access_point, .from = ap, .to = station, .reason = 15})
            .linked(70)
            .only();
    EXPECT_EQ(of.verdict("wrong_key"), contradicted);
}

TEST(LocalDecision, OfAPersonIsNamedInTheCauseAndNotThatOfTheProgramThatCarriesItOut) {
    const Judged of =
        Story()
            .linked(0)
            .at(59,
                wifi::UserRequest{.who = "uid 1000 through NetworkManager", .what = "disconnect", .person = true})
            .at(59.5, wifi::UserRequest{.who = "wpa_supplicant", .what = "deauthenticate"})
            .lost(60, 3)
            .linked(70)
            .only();
    EXPECT_EQ(of.outage.trigger.outage_class, outage::Class::user);
    EXPECT_THAT(of.outage.trigger.because, HasSubstr("uid 1000 through NetworkManager: disconnect"));
}

TEST(LocalDecision, IsContradictedByTheKernelsOwnVerdict) {
    EXPECT_EQ(Story().linked(0).lost(60, 4).linked(61).only().verdict("local_decision"), contradicted);
}

TEST(LocalDecision, IsNotASupplicantThatCarriesOutWhatTheAccessPointDecided) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60, 15, wifi::Sender::access_point)
                          .at(60.01, wifi::UserRequest{.who = "wpa_supplicant", .what = "disconnect"})
                          .linked(70)
                          .only();
    EXPECT_EQ(of.outage.trigger.outage_class, outage::Class::ap_deauth);
    EXPECT_EQ(of.verdict("local_decision"), contradicted);
}

TEST(LocalDecision, AnotherLocalReasonSupportsIt) {
    const Judged of = Story().linked(0).lost(60, 13).linked(65).only();
    EXPECT_EQ(of.verdict("local_decision"), supported);
    EXPECT_THAT(of["local_decision"].because, HasSubstr("reason 13"));
}

TEST(LocalDecision, IsNotReadIntoADriverThatReportsALostLinkWithoutAReason) {
    const Judged of = Story().linked(0).lost(60, 0).linked(68).only();
    EXPECT_EQ(of.outage.trigger.outage_class, outage::Class::unknown);
    EXPECT_EQ(of.verdict("local_decision"), undetermined);
}

TEST(Firmware, AnErrorBeforeTheLossSupportsACrash) {
    const Judged of = Story()
                          .linked(0)
                          .at(58, wifi::FirmwareError{.driver = "demo", .device = "0000:01:00.0"})
                          .lost(60)
                          .linked(70)
                          .only();
    EXPECT_EQ(of.verdict("firmware_crash"), supported);
    EXPECT_THAT(of["firmware_crash"].because, HasSubstr("demo 0000:01:00.0"));
}

TEST(Regulatory, AChannelSwitchBeforeTheLossSupportsIt) {
    const Judged of =
        Story().linked(0).scan(1).at(58, wifi::ChannelSwitched{.frequency = 5260}).lost(60).linked(70).only();
    EXPECT_EQ(of.verdict("regulatory"), supported);
    EXPECT_THAT(of["regulatory"].because, HasSubstr("5260 MHz"));
}

TEST(Regulatory, AChangeOfDomainAfterTheLossIsItsConsequence) {
    const Judged of = Story().linked(0).scan(1).lost(60).at(60.1, wifi::RegulatoryChanged{}).linked(70).only();
    EXPECT_EQ(of.verdict("regulatory"), contradicted);
}

TEST(Waiting, TellsWhoWaitedForWhatUntilWhen) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .auth_times_out(61)
                          .at(61.7, wifi::Waiting{.who = "wpa_supplicant",
                                                  .bssid = ap,
                                                  .because = "CONN_FAILED",
                                                  .duration = std::chrono::seconds{10}})
                          .linked(75)
                          .only();
    EXPECT_EQ(of.verdict("waiting"), supported);
    EXPECT_THAT(of["waiting"].because,
                HasSubstr("wpa_supplicant would not try 02:00:00:00:00:01 for 10.0 s (CONN_FAILED)"));
    EXPECT_THAT(of["waiting"].because, HasSubstr("from 1.70 s to 11.7 s"));
}

TEST(Waiting, ForANewPasswordLastsUntilSomethingHappens) {
    const Judged of =
        Story()
            .linked(0)
            .lost(60)
            .at(61,
                wifi::ManagerState{
                    .manager = "NetworkManager", .before = "config", .after = "need-auth", .reason = ""})
            .linked(361)
            .only();
    EXPECT_EQ(of.verdict("waiting"), supported);
    EXPECT_THAT(of["waiting"].because,
                HasSubstr("NetworkManager waited for a new password: from 1.00 s to 301.0 s"));
}

TEST(Waiting, CountsTheTimeThatTheMachineSlept) {
    const Judged of = Story()
                          .linked(0)
                          .at(60, wifi::ConnectionLoss{.bssid = ap})
                          .at(90, wifi::Suspended{})
                          .at(1890, wifi::Resumed{})
                          .linked(1893)
                          .only();
    EXPECT_THAT(of["waiting"].because, HasSubstr("the machine was suspended: from 30.0 s to 1830.0 s"));
}

TEST(WrongKey, ThatTheSupplicantNamedIsNotUnsaidByKeysAnHourLater) {
    const auto night = [](double again) {
        Story story;
        story.linked(0).lost(60).at(61, wifi::JoinStarted{.bssid = ap}).at(61.1, wifi::Associated{.bssid = ap});
        story.at(70,
                 wifi::Deauthenticated{.by = wifi::Sender::access_point, .from = ap, .to = station, .reason = 15});
        return story.at(70.1, wifi::WrongKey{.bssid = ap}).linked(again).only().verdict("wrong_key");
    };
    EXPECT_EQ(night(75), contradicted);
    EXPECT_EQ(night(3600), supported);
}

TEST(Waiting, EndsWhereItIsSaidToBeOver) {
    const Judged of = Story()
                          .linked(0)
                          .lost(60)
                          .at(61, wifi::Waiting{.who = "wpa_supplicant",
                                                .bssid = {},
                                                .because = "WRONG_KEY",
                                                .duration = std::chrono::seconds{60}})
                          .at(70, wifi::WaitingOver{.who = "wpa_supplicant"})
                          .linked(80)
                          .only();
    EXPECT_THAT(of["waiting"].because, HasSubstr("from 1.00 s to 10.0 s"));
}

TEST(Waiting, FiveSilentMinutesAreNotExplainedAndNotHidden) {
    const Judged of = Story().linked(0).lost(60).auth_times_out(61).linked(361.6).only();
    EXPECT_EQ(of.verdict("waiting"), undetermined);
    EXPECT_THAT(of["waiting"].because, HasSubstr("nothing was tried from 1.60 s to 301.6 s"));
    EXPECT_THAT(of["waiting"].because, HasSubstr("NetworkManager holds off for 300 s"));
}

TEST(Waiting, IsContradictedWhereTheStationKeptTrying) {
    Story story;
    story.linked(0).lost(60);
    for (double when = 61; when < 80; when += 2) story.auth_times_out(when);
    EXPECT_EQ(story.linked(81).only().verdict("waiting"), contradicted);
}

TEST(PowerSave, ALinkLostRightAfterItWasMadeIsASuspicion) {
    const Judged of = Story().linked(0).at(0.2, wifi::ConnectionLoss{.bssid = ap}).linked(5).only();
    EXPECT_EQ(of.verdict("power_save"), undetermined);
    EXPECT_TRUE(of["power_save"].suspected);
    EXPECT_THAT(of.diagnosis.advice, HasSubstr("power save off"));
}

TEST(PowerSave, ThatWasOffIsContradicted) {
    const Judged of = Story().linked(0).at(50, wifi::PowerSave{.on = false}).lost(60).linked(61).only();
    EXPECT_EQ(of.verdict("power_save"), contradicted);
}

TEST(MissingEvidence, IsNamedUntilItIsThere) {
    outage::Coverage all{.requests = true,
                         .answers = true,
                         .station_states = true,
                         .keys = true,
                         .scans = true,
                         .scan_results = true,
                         .counters = true,
                         .supplicant = true,
                         .manager = true,
                         .address = true};
    EXPECT_THAT(hypothesis::missing_from(all), IsEmpty());
    all.counters = false;
    ASSERT_THAT(hypothesis::missing_from(all), SizeIs(1));
    EXPECT_THAT(hypothesis::missing_from(all).front().record, HasSubstr("statistics"));
    EXPECT_THAT(hypothesis::missing_from({}), SizeIs(7));
}

}  // namespace
}  // namespace wlanmedic::test
