// SPDX-License-Identifier: MIT
#include "explain_bytes.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "driver/catalog.h"
#include "evidence/folder.h"
#include "hypothesis/judge.h"
#include "memory_file.h"
#include "metrics/metrics.h"
#include "outage/detector.h"
#include "report/json_report.h"
#include "report/text_report.h"
#include "require.h"

namespace wlanmedic::fuzz {
namespace {

void require_safe_for_terminal(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        require((byte >= 0x20 || byte == '\n') && byte != 0x7f,
                "the text has no control characters but line ends");
        if (byte == 0xc2 && i + 1 < text.size())
            require(static_cast<unsigned char>(text[i + 1]) >= 0xa0, "the text has no C1 control characters");
    }
    nlohmann::json(std::string(text)).dump();  // throws where the text is no UTF-8
}

void require_safe_json(std::string_view json) {
    const bool safe = std::ranges::all_of(
        json, [](char c) { return (c >= 0x20 && c < 0x7f && c != '<' && c != '>' && c != '&') || c == '\n'; });
    require(safe, "JSON is printable ASCII without markup");
}

metrics::CountedRun run_of(const evidence::Counts& counts) {
    metrics::CountedRun run{.hours = counts.hours, .from = counts.begin, .to = {}, .counts = {}};
    if (counts.begin)
        run.to = wifi::shifted(*counts.begin, std::chrono::duration_cast<wifi::Duration>(
                                                  std::chrono::duration<double>(counts.hours * 3600)));
    for (const evidence::Count& count : counts.counts)
        run.counts[count.name] = {.count = count.count, .escalated = count.escalated};
    return run;
}

}  // namespace

void explain_bytes(const std::vector<std::string_view>& files) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    constexpr wifi::Duration limit = std::chrono::seconds{5};
    std::vector<std::unique_ptr<MemoryFile>> memory;
    evidence::FolderPaths paths{.name = "", .files = {}};
    for (const std::string_view bytes : files) {
        memory.push_back(std::make_unique<MemoryFile>(bytes));
        paths.files.push_back(memory.back()->path());
    }
    report::Explanation explanation{.blackhole_limit = limit};
    evidence::Folder folder(paths, drivers, evidence::FolderOptions{}, explanation.skipped);
    require(folder.files().size() + explanation.skipped.size() == files.size(), "each file is read or skipped");
    if (folder.files().empty()) return;
    std::vector<std::string> names;
    for (const evidence::EvidenceFile& file : folder.files()) names.push_back(file.path);
    std::vector<metrics::CountedRun> runs;
    for (const evidence::Counts& counts : folder.counts()) runs.push_back(run_of(counts));

    const report::TextStyle brief{};
    const report::TextStyle verbose{.all_receipts = true};
    metrics::Accumulator accumulator(limit, runs);
    std::vector<std::string> outages;
    std::uint64_t last_id = 0;
    outage::Detector detector(
        [&](outage::Outage&& outage) {
            accumulator.add(outage);
            require(outage.id > 0, "an outage has a number");
            last_id = std::max(last_id, outage.id);
            require(outage.duration() >= wifi::Duration{0}, "no outage has a negative duration");
            require(outage.lost_since <= outage.start, "the loss does not come after the start");
            require(!outage.end || *outage.end == outage.seen_until, "an outage is seen until its end");
            bool receipt = false;
            for (const auto* events : {&outage.before, &outage.events})
                for (const wifi::Event& event : *events) receipt = receipt || !event.receipts.empty();
            require(receipt, "every outage has a receipt");
            const hypothesis::Diagnosis diagnosis = hypothesis::judge(outage);
            require(!diagnosis.advice.empty(), "every outage has a first sentence");
            require(diagnosis.hypotheses.empty() != outage.failure, "failures, and only they, have hypotheses");
            for (const hypothesis::Hypothesis& one : diagnosis.hypotheses)
                require(one.to_decide.empty() == (one.verdict != hypothesis::Verdict::undetermined),
                        "what is undetermined, and only that, says what to record");
            outages.push_back(report::json_outage(outage, diagnosis, names, limit));
            require_safe_json(outages.back());
            const auto json = nlohmann::json::parse(outages.back());
            require(!json.at("receipts").empty(), "every outage has a receipt in the JSON");
            require(json.at("duration_s").is_null() || json.at("duration_s").get<double>() >= 0,
                    "duration_s is not negative");
            require_safe_for_terminal(report::text_outage(outage, diagnosis, names, limit, brief));
            require_safe_for_terminal(report::text_outage(outage, diagnosis, names, limit, verbose));
            if (outage.failure && explanation.longest.size() < 20)
                explanation.longest.push_back(report::headline_of(outage, diagnosis, limit));
        },
        [&](outage::Stall&& stall) {
            require(!stall.receipts.empty(), "every stall has a receipt");
            require(stall.seen_until >= stall.start, "no stall ends before it begins");
            explanation.stalls.push_back(std::move(stall));
        });
    for (const metrics::CountedRun& run : runs)
        for (const auto& [name, count] : run.counts)
            if (run.from && run.to) detector.leave_out(name, *run.from, *run.to);
    std::uint64_t events = 0;
    std::uint64_t sequence = 0;
    detector.begin(folder.since());
    while (const auto event = folder.next()) {
        require(event->sequence > sequence, "events are numbered in their order");
        sequence = event->sequence;
        ++events;
        for (const wifi::Receipt& receipt : event->receipts) {
            require(receipt.source < names.size() && receipt.line > 0, "a receipt points to a line of a file");
            require(receipt.text.size() <= 4096 + 5, "a receipt is cut after 4096 bytes");
        }
        detector.on(*event);
    }
    detector.finish(folder.until());
    require(last_id >= outages.size(), "each outage has a number of its own");

    std::uint64_t told = 0;
    for (const evidence::EvidenceFile& file : folder.files()) {
        const evidence::Tally& tally = file.tally;
        told += tally.events;
        if (!file.is_counts)
            require(tally.events + tally.unrecognized + tally.malformed <= tally.lines, "a line is counted once");
        if (file.first && (!explanation.start || *file.first < *explanation.start)) explanation.start = file.first;
        if (file.last && (!explanation.end || *file.last > *explanation.end)) explanation.end = file.last;
    }
    require(told > 0 || events == 0, "events come from lines");
    explanation.files = folder.files();
    explanation.counts = folder.counts();
    explanation.totals = metrics::totals_of(detector.totals(), runs);
    explanation.metrics = accumulator.metrics(detector.watches(), explanation.totals, std::nullopt);
    explanation.missing = hypothesis::missing_from(detector.coverage());
    explanation.outages = accumulator.outages();
    explanation.failures = accumulator.failures();
    explanation.blackholes = accumulator.blackholes();
    require(explanation.outages == outages.size(), "each outage is counted");
    require(explanation.failures <= explanation.outages, "failures are outages");
    for (const auto& [interface, watches] : detector.watches()) explanation.interfaces.push_back(interface);

    require_safe_for_terminal(report::text_summary(explanation, brief));
    std::string document;
    report::write_json(
        explanation, names,
        [&](const std::function<void(std::string_view)>& give) { std::ranges::for_each(outages, give); },
        [&](std::string_view part) { document += part; });
    require_safe_json(document);
    const auto json = nlohmann::json::parse(document);
    require(json.at("outages").size() == outages.size(), "the JSON has each outage");
    for (const auto& metric : json.at("metrics"))
        if (!metric.at("value").is_null() && metric.at("ci95").is_array() && metric.at("ci95")[1].is_number())
            require(metric.at("ci95")[0].is_number() && metric.at("ci95")[1] >= metric.at("ci95")[0],
                    "an interval has two ends");
}

}  // namespace wlanmedic::fuzz
