// SPDX-License-Identifier: MIT
#include "lab/truth/spans.h"

#include <algorithm>
#include <string_view>

namespace wlanmedic::lab {
namespace {

wifi::Instant end_of(const Span& span) { return span.to.value_or(wifi::Instant::max()); }

void set_end(Span& span, wifi::Instant end) {
    span.to = end == wifi::Instant::max() ? std::nullopt : std::optional(end);
}

void sort(std::vector<Span>& spans) { std::ranges::stable_sort(spans, {}, &Span::from); }

bool names(std::string_view reasons, std::string_view reason) {
    while (!reasons.empty()) {
        const std::size_t end = reasons.find("; ");
        if (reasons.substr(0, end) == reason) return true;
        reasons = end == std::string_view::npos ? std::string_view{} : reasons.substr(end + 2);
    }
    return false;
}

}  // namespace

std::vector<Span> clipped(std::vector<Span> spans, wifi::Instant from, wifi::Instant to) {
    for (Span& span : spans) {
        span.from = std::max(span.from, from);
        if (end_of(span) >= to) span.to.reset();
    }
    std::erase_if(spans, [&](const Span& span) { return span.from >= to || end_of(span) <= span.from; });
    return spans;
}

std::vector<Span> joined(std::vector<Span> spans) {
    sort(spans);
    std::vector<Span> all;
    for (Span& span : spans) {
        if (all.empty() || span.from > end_of(all.back())) {
            all.push_back(std::move(span));
            continue;
        }
        Span& last = all.back();
        set_end(last, std::max(end_of(last), end_of(span)));
        if (!names(last.because, span.because)) last.because.append("; ").append(span.because);
    }
    return all;
}

std::vector<Span> without(std::vector<Span> spans, std::vector<Span> others) {
    others = joined(std::move(others));
    std::vector<Span> left;
    for (Span& span : spans) {
        for (const Span& other : others) {
            if (end_of(other) <= span.from) continue;
            if (other.from >= end_of(span)) break;
            if (other.from > span.from) left.push_back({span.from, other.from, span.because, span.in_parts});
            span.from = end_of(other);
        }
        if (span.from < end_of(span)) left.push_back(std::move(span));
    }
    return left;
}

std::vector<Span> common(const std::vector<Span>& one, const std::vector<Span>& other) {
    std::vector<Span> both;
    for (const Span& a : one)
        for (const Span& b : other) {
            Span span{std::max(a.from, b.from), std::nullopt, a.because, a.in_parts};
            set_end(span, std::min(end_of(a), end_of(b)));
            if (span.from < end_of(span)) both.push_back(std::move(span));
        }
    sort(both);
    return both;
}

}  // namespace wlanmedic::lab
